#include "diff/match.hpp"

#include <iterator>

namespace lockstep::diff {

using namespace schema;

namespace {

class Matcher {
public:
    Matcher(Schema const& from, Schema const& to, DiffOptions const& options)
        : from_(from), to_(to), options_(options) {}

    Matching run() {
        take(join(from_, to_));
        // What was renamed has parts, among which more renames may be found.
        for (std::size_t i = 0; i < result_.renames.size(); ++i) {
            auto const rename = result_.renames[i];
            result_.both.push_back({rename.before.object, rename.after.object});
            take(join_parts(rename.before, rename.after, from_, to_));
        }
        return std::move(result_);
    }

private:
    void take(Joined joined) {
        std::move(joined.both.begin(), joined.both.end(), std::back_inserter(result_.both));
        find_renames(joined, from_, to_, options_, result_.renames, result_.ambiguous);
        std::move(joined.removed.begin(), joined.removed.end(),
                  std::back_inserter(result_.removed));
        std::move(joined.added.begin(), joined.added.end(), std::back_inserter(result_.added));
    }

    Schema const& from_;
    Schema const& to_;
    DiffOptions const& options_;
    Matching result_;
};

}  // namespace

Matching match(Schema const& from, Schema const& to, DiffOptions const& options) {
    return Matcher(from, to, options).run();
}

}  // namespace lockstep::diff
