import { MersenneTwister } from '../python/mersenneTwister';
import { PyError } from '../python/pyError';
import { pyStr } from '../python/pyText';
import { isIn, isTruthy, pyDict, pyEqual, pyKey, type PyDict, type PyList, type PyValue } from '../python/pyValue';
import { failure, required, result, type ApiClass, type ApiMethod, type ApiObject } from './apiClass';
import { dictMember, listMember, member, wholeMember } from './config';

const notLoggedIn = 'No user is currently logged in.';

const defaultUsers = () => pyDict({ Alice: 'USR001', Bob: 'USR002', Catherine: 'USR003', Daniel: 'USR004' });
const defaultInbox = () => [
  pyDict({ USR002: 'My name is Alice. I want to connect.' }),
  pyDict({ USR003: 'Could you upload the file?' }),
  pyDict({ USR004: 'Could you upload the file?' }),
];

class Messages implements ApiObject {
  private readonly random: MersenneTwister;
  /** A set, unless the configuration has a list, which ids cannot be added to. */
  private readonly ids = new Set<bigint>();
  private readonly listedIds: PyValue | undefined;
  private userCount: bigint;
  private readonly users: PyDict;
  private readonly inbox: PyList;
  private messageCount: bigint;
  private user: PyValue;

  constructor(config: PyDict) {
    this.random = new MersenneTwister(wholeMember(config, 'random_seed', 200191n));
    this.listedIds = config.get('generated_ids');
    this.userCount = wholeMember(config, 'user_count', 4n);
    this.users = dictMember(config, 'user_map', defaultUsers());
    this.inbox = listMember(config, 'inbox', defaultInbox());
    this.messageCount = wholeMember(config, 'message_count', 3n);
    this.user = member(config, 'current_user', null);
  }

  attributes(): Readonly<Record<string, PyValue>> {
    return {
      generated_ids: this.listedIds ?? [...this.ids].sort((a, b) => (a < b ? -1 : 1)),
      user_count: this.userCount,
      user_map: this.users,
      inbox: this.inbox,
      message_count: this.messageCount,
      current_user: this.user,
    };
  }

  readonly methods: Readonly<Record<string, ApiMethod>> = {
    list_users: {
      about: 'Names of all users.',
      parameters: {},
      run: () => result({ user_list: [...this.users.keys()] }),
    },
    get_user_id: {
      about: 'The id of a user, by name.',
      parameters: { user: required('string') },
      run: (given) => {
        const user = given.value('user');
        const id = this.users.get(pyKey(user) ?? '');
        return id === undefined
          ? failure(`User '${pyStr(user)}' not found in the workspace.`)
          : result({ user_id: id });
      },
    },
    message_login: {
      about: 'Logs a user in, by id.',
      parameters: { user_id: required('string') },
      run: (given) => {
        const id = given.value('user_id');
        const known = isIn(id, this.users.values());
        if (known) this.user = id;
        return result({
          login_status: known,
          message: known ? `User '${pyStr(id)}' logged in successfully.` : `User ID '${pyStr(id)}' not found.`,
        });
      },
    },
    message_get_login_status: {
      about: 'Whether a user is logged in.',
      parameters: {},
      run: () => result({ login_status: isTruthy(this.user) }),
    },
    send_message: {
      about: 'Sends a message to a user, by id.',
      parameters: { receiver_id: required('string'), message: required('string') },
      run: (given) => {
        if (!isTruthy(this.user)) return failure(notLoggedIn);
        const receiver = given.value('receiver_id');
        const key = pyKey(receiver);
        if (key === undefined || !isIn(receiver, this.users.values())) {
          return failure(`Receiver ID '${pyStr(receiver)}' not found.`);
        }
        const id = this.newId();
        this.inbox.push(new Map([[key, given.value('message')]]));
        this.messageCount++;
        return result({
          sent_status: true,
          message_id: result({ new_id: id }),
          message: `Message sent to '${pyStr(receiver)}' successfully.`,
        });
      },
    },
    delete_message: {
      about: 'Deletes the latest message that was sent to a user, by id.',
      parameters: { receiver_id: required('string') },
      run: (given) => {
        if (!isTruthy(this.user)) return failure(notLoggedIn);
        const receiver = given.value('receiver_id');
        const last = this.inbox.findLast((each) => pyEqual(entryOf(each)[0], receiver));
        if (last === undefined) return failure(`Receiver ID ${pyStr(receiver)} not found.`);
        // The first one that is equal goes, as with `list.remove`.
        this.inbox.splice(
          this.inbox.findIndex((each) => pyEqual(each, last)),
          1,
        );
        return result({
          deleted_status: true,
          receiver_id: receiver,
          message: `Receiver ${pyStr(receiver)}'s latest message deleted successfully.`,
        });
      },
    },
    view_messages_sent: {
      about: 'All messages that were sent, by receiver.',
      parameters: {},
      run: () => {
        if (!isTruthy(this.user)) return failure(notLoggedIn);
        const sent: PyDict = new Map();
        for (const [receiver, text] of this.inbox.map(entryOf)) {
          const texts = sent.get(receiver);
          if (Array.isArray(texts)) texts.push(text);
          else sent.set(receiver, [text]);
        }
        return result({ messages: sent });
      },
    },
    add_contact: {
      about: 'Adds a user, by name.',
      parameters: { user_name: required('string') },
      run: (given) => {
        const name = given.text('user_name');
        if (this.users.has(name)) return failure(`User name '${name}' already exists.`);
        this.userCount++;
        const id = `USR${String(this.userCount).padStart(3, '0')}`;
        if (isIn(id, this.users.values())) return failure(`User ID '${id}' already exists.`);
        this.users.set(name, id);
        return result({ added_status: true, user_id: id, message: `Contact '${name}' added successfully.` });
      },
    },
    search_messages: {
      about: 'Messages that hold a word.',
      parameters: { keyword: required('string') },
      run: (given) => {
        if (!isTruthy(this.user)) return failure(notLoggedIn);
        const keyword = given.text('keyword').toLowerCase();
        const found = this.inbox.map(entryOf).filter(([, text]) => pyStr(text).toLowerCase().includes(keyword));
        return result({ results: found.map(([receiver, message]) => result({ receiver_id: receiver, message })) });
      },
    },
    get_message_stats: {
      about: 'How many messages there are, and how many users they went to.',
      parameters: {},
      run: () => {
        if (!isTruthy(this.user)) return failure(notLoggedIn);
        const contacts = new Set(this.inbox.map((each) => entryOf(each)[0]));
        const stats = { received_count: BigInt(this.inbox.length), total_contacts: BigInt(contacts.size) };
        return result({ stats: result(stats) });
      },
    },
  };

  private newId(): bigint {
    let id = this.random.integer(10000n, 99999n);
    const taken = () => (this.listedIds === undefined ? this.ids.has(id) : isIn(id, asList(this.listedIds)));
    while (taken()) id = this.random.integer(10000n, 99999n);
    if (this.listedIds !== undefined) throw new PyError('AttributeError', "'list' object has no attribute 'add'");
    this.ids.add(id);
    return id;
  }
}

const asList = (value: PyValue): PyList => (Array.isArray(value) ? value : []);

/** A message is a dict of one receiver. */
function entryOf(message: PyValue): readonly [receiver: string | bigint, text: PyValue] {
  const first = message instanceof Map ? [...message][0] : undefined;
  if (first === undefined) throw new PyError('Other', 'list index out of range');
  return first;
}

export const messageApi: ApiClass = {
  name: 'MessageAPI',
  descriptionFile: 'message_api.json',
  about: 'Messages between the users of a workspace.',
  create: (config) => new Messages(config),
};
