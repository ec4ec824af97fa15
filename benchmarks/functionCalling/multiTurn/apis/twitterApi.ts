import { PyError } from '../python/pyError';
import { pyStr } from '../python/pyText';
import {
  isIn,
  isTruthy,
  pyDict,
  pyEqual,
  pyKey,
  type PyDict,
  type PyKey,
  type PyList,
  type PyValue,
} from '../python/pyValue';
import {
  failure,
  optional,
  required,
  result,
  type ApiClass,
  type ApiMethod,
  type ApiObject,
  type Given,
} from './apiClass';
import { dictMember, empty, listMember, member, of, wholeMember, withWholeKeys } from './config';

class Tweets implements ApiObject {
  private readonly username: PyValue;
  private readonly password: PyValue;
  private authenticated: PyValue;
  private readonly tweets: PyDict;
  private readonly comments: PyDict;
  private readonly retweets: PyDict;
  private readonly following: PyList;
  private counter: bigint;

  constructor(config: PyDict) {
    this.username = member(config, 'username', 'john');
    this.password = member(config, 'password', 'john123');
    this.authenticated = member(config, 'authenticated', false);
    this.tweets = withWholeKeys(dictMember(config, 'tweets', empty()));
    this.comments = dictMember(config, 'comments', empty());
    this.retweets = dictMember(config, 'retweets', empty());
    this.following = listMember(config, 'following_list', ['alice', 'bob']);
    this.counter = wholeMember(config, 'tweet_counter', 0n);
  }

  attributes(): Readonly<Record<string, PyValue>> {
    return {
      username: this.username,
      password: this.password,
      authenticated: this.authenticated,
      tweets: this.tweets,
      comments: this.comments,
      retweets: this.retweets,
      following_list: this.following,
      tweet_counter: this.counter,
    };
  }

  readonly methods: Readonly<Record<string, ApiMethod>> = {
    authenticate_twitter: {
      about: 'Logs a user in.',
      parameters: { username: required('string'), password: required('string') },
      run: (given) => {
        const right =
          pyEqual(given.value('username'), this.username) && pyEqual(given.value('password'), this.password);
        if (right) this.authenticated = true;
        return result({ authentication_status: right });
      },
    },
    posting_get_login_status: {
      about: 'Whether the user is logged in.',
      parameters: {},
      run: () => result({ login_status: isTruthy(this.authenticated) }),
    },
    post_tweet: {
      about: 'Posts a tweet; tags begin with #, mentions with @.',
      parameters: {
        content: required('string'),
        tags: optional('strings', () => []),
        mentions: optional('strings', () => []),
      },
      run: (given) => {
        if (!isTruthy(this.authenticated)) {
          return failure('User not authenticated. Please authenticate before posting.');
        }
        const tweet = result({
          id: this.counter,
          username: this.username,
          content: given.value('content'),
          tags: given.value('tags'),
          mentions: given.value('mentions'),
        });
        this.tweets.set(this.counter++, tweet);
        return tweet;
      },
    },
    retweet: {
      about: 'Retweets a tweet.',
      parameters: { tweet_id: required('integer') },
      run: (given) => {
        if (!isTruthy(this.authenticated)) {
          return failure('User not authenticated. Please authenticate before retweeting.');
        }
        return this.withTweet(given, (_, id) => {
          const user = pyKey(this.username) ?? '';
          const known = this.retweets.get(user);
          const own = Array.isArray(known) ? known : [];
          this.retweets.set(user, own);
          if (isIn(id, own)) return result({ retweet_status: 'Already retweeted' });
          own.push(given.value('tweet_id'));
          return result({ retweet_status: 'Successfully retweeted' });
        });
      },
    },
    comment: {
      about: 'Comments on a tweet.',
      parameters: { tweet_id: required('integer'), comment_content: required('string') },
      run: (given) => {
        if (!isTruthy(this.authenticated)) {
          return failure('User not authenticated. Please authenticate before commenting.');
        }
        return this.withTweet(given, (_, id) => {
          const known = this.comments.get(id);
          const comments = Array.isArray(known) ? known : [];
          this.comments.set(id, comments);
          comments.push(pyDict({ username: this.username, content: given.value('comment_content') }));
          return result({ comment_status: 'Comment added successfully' });
        });
      },
    },
    mention: {
      about: 'Mentions users in a tweet.',
      parameters: { tweet_id: required('integer'), mentioned_usernames: required('strings') },
      run: (given) =>
        this.withTweet(given, (tweet) => {
          const mentions = of(tweet, 'mentions');
          if (!Array.isArray(mentions)) throw new PyError('KeyError', "'mentions'");
          mentions.push(...given.items('mentioned_usernames'));
          return result({ mention_status: 'Users mentioned successfully' });
        }),
    },
    follow_user: {
      about: 'Follows a user.',
      parameters: { username_to_follow: required('string') },
      run: (given) => {
        if (!isTruthy(this.authenticated)) {
          return failure('User not authenticated. Please authenticate before following.');
        }
        const user = given.value('username_to_follow');
        const news = !isIn(user, this.following);
        if (news) this.following.push(user);
        return result({ follow_status: news });
      },
    },
    list_all_following: {
      about: 'Whom the user follows.',
      parameters: {},
      run: () =>
        isTruthy(this.authenticated)
          ? result({ following_list: this.following })
          : failure('User not authenticated. Please authenticate before listing following.'),
    },
    unfollow_user: {
      about: 'Follows a user no longer.',
      parameters: { username_to_unfollow: required('string') },
      run: (given) => {
        if (!isTruthy(this.authenticated)) {
          return failure('User not authenticated. Please authenticate before unfollowing.');
        }
        const at = this.following.findIndex((each) => pyEqual(each, given.value('username_to_unfollow')));
        if (at >= 0) this.following.splice(at, 1);
        return result({ unfollow_status: at >= 0 });
      },
    },
    get_tweet: {
      about: 'A tweet by its id.',
      parameters: { tweet_id: required('integer') },
      run: (given) => this.withTweet(given, (tweet) => tweet),
    },
    get_user_tweets: {
      about: 'All tweets of a user.',
      parameters: { username: required('string') },
      run: (given) => this.tweetsOf(given.value('username')),
    },
    search_tweets: {
      about: 'Tweets with a word in them or as a tag.',
      parameters: { keyword: required('string') },
      run: (given) => {
        const keyword = given.text('keyword').toLowerCase();
        return [...this.tweets.values()].filter((tweet) => {
          const tags = of(tweet, 'tags');
          return (
            pyStr(of(tweet, 'content')).toLowerCase().includes(keyword) ||
            (Array.isArray(tags) && tags.some((tag) => pyStr(tag).toLowerCase() === keyword))
          );
        });
      },
    },
    get_tweet_comments: {
      about: 'All comments on a tweet.',
      parameters: { tweet_id: required('integer') },
      run: (given) => this.withTweet(given, (_, id) => this.comments.get(id) ?? []),
    },
    get_user_stats: {
      about: 'How many tweets, followed users and retweets a user has.',
      parameters: { username: required('string') },
      run: (given) => {
        const user = given.value('username');
        const retweets = this.retweets.get(pyKey(user) ?? '');
        return result({
          tweet_count: BigInt(this.tweetsOf(user).length),
          following_count: pyEqual(user, this.username) ? BigInt(this.following.length) : 0n,
          retweet_count: Array.isArray(retweets) ? BigInt(retweets.length) : 0n,
        });
      },
    },
  };

  private tweetsOf(user: PyValue): PyList {
    return [...this.tweets.values()].filter((tweet) => pyEqual(of(tweet, 'username'), user));
  }

  private withTweet(given: Given, then: (tweet: PyValue, id: PyKey) => PyValue): PyValue {
    const id = pyKey(given.value('tweet_id'));
    const tweet = id === undefined ? undefined : this.tweets.get(id);
    if (id === undefined || tweet === undefined) {
      return failure(`Tweet with ID ${pyStr(given.value('tweet_id'))} not found.`);
    }
    return then(tweet, id);
  }
}

export const twitterApi: ApiClass = {
  name: 'TwitterAPI',
  descriptionFile: 'posting_api.json',
  about: 'Tweets, comments and users that are followed.',
  create: (config) => new Tweets(config),
};
