import path from 'node:path';
import { builtin, file, filesOf, groupPaths, packageOf, unresolved, type OpenLanguageResolver } from './resolution';

/** Headers of the C and C++ standard libraries without their ending, those of C as C++ names them too. */
const standard = new Set(
  (
    'assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic stdbool stddef ' +
    'stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype algorithm any array atomic barrier bit bitset charconv ' +
    'chrono codecvt compare concepts condition_variable coroutine deque exception execution expected filesystem format forward_list ' +
    'fstream functional future generator initializer_list iomanip ios iosfwd iostream istream iterator latch list map mdspan memory ' +
    'memory_resource mutex new numbers numeric optional ostream print queue random ranges ratio regex scoped_allocator semaphore set ' +
    'shared_mutex source_location span spanstream sstream stack stacktrace stdexcept stop_token streambuf string_view strstream ' +
    'syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version'
  ).split(' '),
);

/**
 * `"a.h"` beside the file first, then as the end of a path below a folder for headers (`include`, `src`, the root); where several end so, the
 * one with most folders in common. `<a.h>` the same without the file's own folder.
 */
export const includes: OpenLanguageResolver = (view) => {
  const byName = groupPaths(
    view.paths.filter((each) => /\.(h|hh|hpp|hxx|inl|inc|ipp|tcc|c|cc|cpp|cxx)$/.test(each)),
    (each) => [path.posix.basename(each)],
  );
  return {
    resolve(from, { specifier, form }) {
      const here = path.posix.dirname(from);
      if (form !== 'system') {
        const beside = path.posix.join(here, specifier);
        if (view.has(beside)) return file(beside);
      }
      const wanted = path.posix.normalize(specifier).replace(/^(\.\.\/)+/, '');
      const ending = (byName.get(path.posix.basename(wanted)) ?? []).filter(
        (each) => each === wanted || each.endsWith(`/${wanted}`),
      );
      const bare = wanted.replace(/\.h$/, '');
      if (form === 'system' && (standard.has(bare) || standard.has(bare.replace(/^c/, ''))) && ending.length === 0)
        return builtin;
      const shared = (each: string): number => {
        const [left, right] = [here.split('/'), path.posix.dirname(each).split('/')];
        let count = 0;
        while (count < left.length && left[count] === right[count]) count++;
        return count;
      };
      const best = Math.max(...ending.map(shared));
      const found = filesOf(ending.filter((each) => shared(each) === best));
      if (found !== undefined) return found;
      return form === 'system'
        ? packageOf(wanted.split('/')[0] ?? wanted)
        : unresolved(`there is no file ${specifier}`);
    },
  };
};
