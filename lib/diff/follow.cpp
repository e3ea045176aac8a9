#include "diff/follow.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "diff/words.hpp"
#include "schema/kind.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

/// (old name, new name) → the rename.
using Known = std::map<std::pair<std::string_view, std::string_view>, Rename const*>;

bool is_kept_as_text(Property const& property) {
    constexpr auto texts = std::to_array<std::string_view>({"comment", "body", "source", "owner"});
    return std::find(texts.begin(), texts.end(), property.name) != texts.end();
}

/// What relates two texts: the renames that explain their differences, the last one that is no
/// generated name before all others.
class Relation {
public:
    explicit Relation(Known const& known) : known_(known) {}

    bool relates(std::string_view before, std::string_view after) {
        while (!before.empty() && !after.empty()) {
            auto const old_word = first_word(before);
            auto const new_word = first_word(after);
            if (old_word.text != new_word.text && !explains(old_word, new_word)) {
                return false;
            }
            before.remove_prefix(old_word.text.size());
            after.remove_prefix(new_word.text.size());
        }
        return before.empty() && after.empty();
    }

    bool relates(TextList before, TextList after) {
        auto const old_items = before.items();
        auto const new_items = after.items();
        return std::equal(old_items.begin(), old_items.end(), new_items.begin(), new_items.end(),
                          [&](std::string_view old_item, std::string_view new_item) {
                              // An item is a bare name in some lists, SQL in others.
                              return old_item == new_item || note(old_item, new_item) ||
                                     relates(old_item, new_item);
                          });
    }

    Rename const* found() const { return found_; }

private:
    bool explains(Word const& before, Word const& after) {
        return before.is_name && after.is_name && note(before.name(), after.name());
    }

    bool note(std::string_view before, std::string_view after) {
        auto const rename = known_.find({before, after});
        if (rename == known_.end()) {
            return false;
        }
        if (found_ == nullptr || found_->is_generated) {
            found_ = rename->second;
        }
        return true;
    }

    Known const& known_;
    Rename const* found_ = nullptr;
};

Rename const* explanation(Change const& change, Known const& known) {
    if (change.action != Action::modified || is_kept_as_text(*change.property)) {
        return nullptr;
    }
    Relation relation(known);
    bool const relates = change.property->shape == Shape::list
                             ? relation.relates(change.old_value.list(), change.new_value.list())
                             : relation.relates(change.old_value.text(), change.new_value.text());
    return relates ? relation.found() : nullptr;
}

}  // namespace

void relate_to_renames(std::vector<Change>& changes, std::vector<Rename> const& renames) {
    Known known;
    for (auto const& rename : renames) {
        known.try_emplace({rename.before.object->name(), rename.after.object->name()}, &rename);
    }
    if (known.empty()) {
        return;
    }
    std::erase_if(changes, [&](Change& change) {
        auto const* const rename = explanation(change, known);
        if (rename == nullptr) {
            return false;
        }
        change.follows = rename->after.object;
        return rename->is_generated;
    });
}

}  // namespace lockstep::diff
