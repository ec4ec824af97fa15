import { compare } from '../python/pyNumbers';
import { pyStr } from '../python/pyText';
import { isTruthy, pyEqual, type PyDict, type PyList, type PyValue } from '../python/pyValue';
import { failure, optional, required, result, type ApiClass, type ApiMethod, type ApiObject } from './apiClass';
import { listMember, member, of, wholeMember } from './config';

const editable = ['title', 'description', 'status', 'priority'];

class Tickets implements ApiObject {
  private readonly queue: PyList;
  private counter: bigint;
  private user: PyValue;

  constructor(config: PyDict) {
    this.queue = listMember(config, 'ticket_queue', []);
    this.counter = wholeMember(config, 'ticket_counter', 1n);
    this.user = member(config, 'current_user', null);
  }

  attributes(): Readonly<Record<string, PyValue>> {
    return { ticket_queue: this.queue, ticket_counter: this.counter, current_user: this.user };
  }

  readonly methods: Readonly<Record<string, ApiMethod>> = {
    create_ticket: {
      about: 'Creates a ticket; priority 1 to 5, 5 is the highest.',
      parameters: {
        title: required('string'),
        description: optional('string', () => ''),
        priority: optional('integer', () => 1n),
      },
      run: (given) => {
        if (!isTruthy(this.user)) return failure('User not authenticated. Please log in to create a ticket.');
        const priority = given.number('priority');
        if (compare(priority, 1n) < 0 || compare(priority, 5n) > 0) {
          return failure('Invalid priority. Priority must be between 1 and 5.');
        }
        const ticket = result({
          id: this.counter++,
          title: given.value('title'),
          description: given.value('description'),
          status: 'Open',
          priority,
          created_by: this.user,
        });
        this.queue.push(ticket);
        return ticket;
      },
    },
    get_ticket: {
      about: 'A ticket by its id.',
      parameters: { ticket_id: required('integer') },
      run: (given) => this.withTicket(given.value('ticket_id'), (ticket) => ticket),
    },
    close_ticket: {
      about: 'Closes a ticket.',
      parameters: { ticket_id: required('integer') },
      run: (given) =>
        this.withTicket(given.value('ticket_id'), (ticket, id) => {
          if (ticket.get('status') === 'Closed') return failure(`Ticket with ID ${id} is already closed.`);
          ticket.set('status', 'Closed');
          return result({ status: `Ticket ${id} has been closed successfully.` });
        }),
    },
    resolve_ticket: {
      about: 'Resolves a ticket with a resolution.',
      parameters: { ticket_id: required('integer'), resolution: required('string') },
      run: (given) =>
        this.withTicket(given.value('ticket_id'), (ticket, id) => {
          if (ticket.get('status') === 'Resolved') return failure(`Ticket with ID ${id} is already resolved.`);
          ticket.set('status', 'Resolved').set('resolution', given.value('resolution'));
          return result({ status: `Ticket ${id} has been resolved successfully.` });
        }),
    },
    edit_ticket: {
      about: 'Changes title, description, status or priority of a ticket: updates holds the new values by these names.',
      parameters: { ticket_id: required('integer'), updates: required('dict') },
      run: (given) =>
        this.withTicket(given.value('ticket_id'), (ticket, id) => {
          const updates = given.value('updates');
          const members = updates instanceof Map ? [...updates] : [];
          const unknown = members.map(([key]) => String(key)).filter((key) => !editable.includes(key));
          if (unknown.length > 0) return failure(`Invalid fields for update: ${unknown.join(', ')}`);
          for (const [key, value] of members) if (value !== null) ticket.set(key, value);
          return result({ status: `Ticket ${id} has been updated successfully.` });
        }),
    },
    ticket_login: {
      about: 'Logs a user in.',
      parameters: { username: required('string'), password: required('string') },
      run: (given) => {
        const success = given.truthy('username') && given.truthy('password');
        if (success) this.user = given.value('username');
        return result({ success });
      },
    },
    ticket_get_login_status: {
      about: 'Whether a user is logged in.',
      parameters: {},
      run: () => result({ login_status: isTruthy(this.user) }),
    },
    logout: {
      about: 'Logs the user out.',
      parameters: {},
      run: () => {
        const success = isTruthy(this.user);
        if (success) this.user = null;
        return result({ success });
      },
    },
    get_user_tickets: {
      about: "The user's tickets, or those of a status.",
      parameters: { status: optional('string', () => null) },
      run: (given) => {
        if (!isTruthy(this.user)) return [failure('User not authenticated. Please log in to view tickets.')];
        const status = given.value('status');
        return this.queue.filter(
          (ticket) =>
            pyEqual(of(ticket, 'created_by'), this.user) &&
            (!isTruthy(status) || pyStr(of(ticket, 'status')).toLowerCase() === pyStr(status).toLowerCase()),
        );
      },
    },
  };

  private withTicket(id: PyValue, then: (ticket: PyDict, id: string) => PyValue): PyValue {
    const ticket = this.queue.find((each) => pyEqual(of(each, 'id'), id));
    if (!(ticket instanceof Map) || ticket.size === 0) return failure(`Ticket with ID ${pyStr(id)} not found.`);
    return then(ticket, pyStr(id));
  }
}

export const ticketApi: ApiClass = {
  name: 'TicketAPI',
  descriptionFile: 'ticket_api.json',
  about: 'Support tickets of a company.',
  create: (config) => new Tickets(config),
};
