import assert from 'node:assert/strict';
import { parseExactJson, isExactObject } from '../../../runtime/functionCalling';
import { usualCircumstances } from './apis/apiClass';
import { ApiWorld } from './apiWorld';
import { parsePyCall } from './python/pyLiteral';

/** What calls say, one after the other. */
function results(name: string, config: string, calls: readonly string[]): readonly string[] {
  const own = parseExactJson(config);
  assert.ok(isExactObject(own));
  const world = new ApiWorld([name], new Map([[name, own]]), usualCircumstances);
  return calls.map((call) => world.execute(parsePyCall(call)));
}

const tree =
  '{"root": {"top": {"type": "directory", "contents": {"a": {"type": "directory", "contents": {"f.txt": {"type": "file", "content": "b\\na\\n"}}}, "g": {"type": "file", "content": "x"}}}}}';

describe('objects of dialogues', () => {
  // Seeds and ids are those of the public data: these numbers stand in its accepted answers.
  const cases: readonly (readonly [name: string, config: string, ...(readonly [call: string, result: string])[]])[] = [
    [
      'GorillaFileSystem',
      tree,
      ["cd('a/b')", '{"error": "cd: a/b: Unsupported path. Only one folder level at a time is supported."}'],
      ["cd('a/')", '{"current_working_directory": "a"}'],
      ['pwd()', '{"current_working_directory": "/top/a"}'],
      ["sort('f.txt')", '{"sorted_content": "a\\nb"}'],
      ["tail('f.txt', lines=1)", '{"last_lines": "a"}'],
      ["echo('c', 'new.txt')", '{"error": "echo: cannot write to \'new.txt\': No such file"}'],
      ["touch('new.txt')", 'None'],
      ["echo(content='c', file_name='new.txt')", 'None'],
      ["cat(file_name='new.txt')", '{"file_content": "c"}'],
      ["mkdir('x|y')", '{"error": "mkdir: cannot create directory \'x|y\': Invalid character"}'],
      ['cd("..")', '{}'],
      ["cd('..')", '{"error": "Cuurent directory is already the root. Cannot go back."}'],
      ["rmdir('a')", '{"error": "rmdir: failed to remove \'a\': Directory not empty"}'],
      ["mv('g', 'a')", '{"result": "\'g\' moved to \'a/g\'"}'],
      ["find('.', 'g')", '{"matches": ["./a/g"]}'],
      ['du(human_readable=True)', '{"disk_usage": "6.00 B"}'],
      ["rm('nothing')", '{"error": "rm: cannot remove \'nothing\': No such file or directory"}'],
    ],
    [
      'MathAPI',
      '{}',
      ['add(1, 2)', '{"result": 3}'],
      ['add(1.0, 2)', '{"result": 3.0}'],
      ['divide(7, 2)', '{"result": 3.5}'],
      ['divide(1, 0)', '{"error": "Cannot divide by zero"}'],
      ['power(2, 70)', '{"result": 1180591620717411303424}'],
      ['square_root(16, 5)', "{'result': Decimal('4')}"],
      ['logarithm(value=20, base=10, precision=2)', "{'result': mpf('1.3027')}"],
      ['round_number(2.675, 2)', '{"result": 2.67}'],
      ['mean(numbers=[])', '{"error": "Cannot calculate mean of an empty list"}'],
      ["max_value([1, 'a'])", '{"error": "All elements in the list must be numbers"}'],
      ['imperial_si_conversion(100, "celsius", "fahrenheit")', '{"result": 212.0}'],
    ],
    [
      'MessageAPI',
      '{}',
      ["send_message('USR002', 'x')", '{"error": "No user is currently logged in."}'],
      ["message_login('USR001')", '{"login_status": true, "message": "User \'USR001\' logged in successfully."}'],
      [
        "send_message('USR002', 'x')",
        '{"sent_status": true, "message_id": {"new_id": 67410}, "message": "Message sent to \'USR002\' successfully."}',
      ],
      ["get_user_id('Zoe')", '{"error": "User \'Zoe\' not found in the workspace."}'],
      ['get_message_stats()', '{"stats": {"received_count": 4, "total_contacts": 3}}'],
    ],
    [
      'TwitterAPI',
      '{"authenticated": true, "tweet_counter": 3}',
      ["post_tweet('é')", '{"id": 3, "username": "john", "content": "\\u00e9", "tags": [], "mentions": []}'],
      ["mention(3, ['@a'])", '{"mention_status": "Users mentioned successfully"}'],
      ["post_tweet('b')", '{"id": 4, "username": "john", "content": "b", "tags": [], "mentions": []}'],
      ['get_user_tweets(username="nobody")', '[]'],
      ['retweet(9)', '{"error": "Tweet with ID 9 not found."}'],
      ['get_tweet_comments(tweet_id=3)', '[]'],
    ],
    [
      'TicketAPI',
      '{}',
      ["create_ticket('a')", '{"error": "User not authenticated. Please log in to create a ticket."}'],
      ['get_user_tickets()', "[{'error': 'User not authenticated. Please log in to view tickets.'}]"],
      ["ticket_login('u', 'p')", '{"success": true}'],
      ["create_ticket('a', priority=6)", '{"error": "Invalid priority. Priority must be between 1 and 5."}'],
      ["edit_ticket(1, {'color': 'red'})", '{"error": "Ticket with ID 1 not found."}'],
    ],
    [
      'TradingBot',
      '{"authenticated": true, "market_status": "Open"}',
      ['get_order_details(1)', '{"error": "Order with ID 1 not found.Here is the list of orders_id: [12345, 12446]"}'],
      ['cancel_order(12345)', '{"error": "Can\'t cancel order 12345. Order is already completed."}'],
      [
        "place_order('Buy', 'AAPL', 100, 2)",
        '{"order_id": 12446, "order_type": "Buy", "status": "Pending", "price": 100.0, "amount": 2}',
      ],
      ['withdraw_funds(10001)', '{"error": "Insufficient funds for withdrawal."}'],
      ['withdraw_funds(amount=1)', '{"status": "Withdrawal successful", "new_balance": 9999.0}'],
      [
        "update_market_status('25:00 PM')",
        "Error during execution: time data '25:00 PM' does not match format '%I:%M %p'",
      ],
      ["notify_price_change(['AAPL', 'NVDA'], 0.3)", '{"notification": "Stocks NVDA have significant price changes."}'],
    ],
    [
      'TravelAPI',
      '{"credit_card_list": {"c": {"balance": 5000}}}',
      [
        "authenticate_travel('c', 's', 'r', 'read', 'A', 'B')",
        '{"expires_in": 2, "access_token": "251675", "token_type": "Bearer", "scope": "read"}',
      ],
      [
        "book_flight('251675', 'c', '2024-12-25', 'JFK', 'MPC', 'first')",
        '{"booking_id": "5431449", "transaction_id": "59784505", "booking_status": true, "booking_history": {}}',
      ],
      ["get_credit_card_balance('251675', 'c')", '{"card_balance": 300.0}'],
      [
        "get_flight_cost('LAX', 'CDG', '2024-01-01', 'first')",
        'Error during execution: No available route for the given airports.',
      ],
      ["cancel_booking('x', '1')", '{"cancel_status": false, "error": "Invalid access token"}'],
      ["compute_exchange_rate('RMB', 'USD', 50000.0)", '{"exchanged_value": 7142.86}'],
    ],
    [
      'TravelAPI',
      '{"access_token": "t", "token_expires_in": 9}',
      ["register_credit_card('t', '1', '12/2025', 'M', 321)", '{"card_id": "262919693687"}'],
    ],
    [
      'VehicleControlAPI',
      '{"doorStatus": {"driver": "unlocked", "passenger": "locked", "rear_left": "locked", "rear_right": "locked"}}',
      [
        "startEngine('START')",
        '{"error": "All doors must be locked before starting the engine. Here are the unlocked doors: driver"}',
      ],
      ["lockDoors(False, ['driver', 'boot'])", "Error during execution: 'boot'"],
      [
        "displayCarStatus('doors')",
        '{"doorStatus": {"driver": "locked", "passenger": "locked", "rear_left": "locked", "rear_right": "locked"}}',
      ],
      ['pressBrakePedal(0.5)', '{"brakePedalStatus": "pressed", "brakePedalForce": 500.0}'],
      ["startEngine('START')", '{"error": "Must press the brake fully before starting the engine."}'],
      [
        'adjustClimateControl(68, unit="fahrenheit")',
        '{"currentACTemperature": 68, "climateMode": "auto", "humidityLevel": 50.0}',
      ],
      [
        "displayCarStatus(option='climate')",
        '{"currentACTemperature": 20.0, "fanSpeed": 50, "climateMode": "auto", "humidityLevel": 50.0}',
      ],
      ["get_zipcode_based_on_city('constructor')", '{"zipcode": "00000"}'],
    ],
  ];
  for (const [name, config, ...calls] of cases) {
    it(`say what the leaderboard's say: ${name}, ${calls.length} calls`, () => {
      const asked = calls;
      assert.deepEqual(
        results(
          name,
          config,
          asked.map(([call]) => call),
        ),
        asked.map(([, result]) => result),
      );
    });
  }

  it('run calls inside calls, as Python does', () => {
    const [outer] = results('MathAPI', '{}', ['round_number(number=1.26, decimal_places=1)']);
    assert.equal(outer, '{"result": 1.3}');
    const [nested] = results('MathAPI', '{}', ['mean(numbers=sum_values([1]))']);
    assert.match(nested ?? '', /^\{"error"|^Error during execution/);
  });

  it("tell wrong arguments in Python's words", () => {
    const calls = [
      'comment(1)',
      'comment()',
      "comment(1, 'a', 2)",
      'comment(1, tweet_id=2)',
      'comment(tweet=1)',
      'post_tweet(1, 2, 3, 4)',
      'nothing()',
      'exit()',
    ];
    assert.deepEqual(results('TwitterAPI', '{}', calls), [
      "Error during execution: TwitterAPI.comment() missing 1 required positional argument: 'comment_content'",
      "Error during execution: TwitterAPI.comment() missing 2 required positional arguments: 'tweet_id' and 'comment_content'",
      'Error during execution: TwitterAPI.comment() takes 3 positional arguments but 4 were given',
      "Error during execution: TwitterAPI.comment() got multiple values for argument 'tweet_id'",
      "Error during execution: TwitterAPI.comment() got an unexpected keyword argument 'tweet'",
      'Error during execution: TwitterAPI.post_tweet() takes from 2 to 4 positional arguments but 5 were given',
      "Error during execution: name 'nothing' is not defined",
      'Error during execution: Function call exit is not allowed.',
    ]);
  });
});
