#include "diff/follow.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "diff/words.hpp"
#include "schema/kind.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

/// What came to another namespace, as texts name it.
struct Moved {
    std::string before;
    std::string after;
    Rename const* rename = nullptr;
};

struct Known {
    /// (old name, new name) → the rename.
    std::map<std::pair<std::string_view, std::string_view>, Rename const*> names;
    std::vector<Moved> moved;
};

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
            if (note_moved(before, after)) {
                continue;
            }
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
        auto const rename = known_.names.find({before, after});
        if (rename == known_.names.end()) {
            return false;
        }
        note(*rename->second);
        return true;
    }

    void note(Rename const& rename) {
        if (found_ == nullptr || found_->is_generated) {
            found_ = &rename;
        }
    }

    /// Takes what moved off both, where they begin with it.
    bool note_moved(std::string_view& before, std::string_view& after) {
        auto const begins = [](std::string_view text, std::string const& name) {
            constexpr std::string_view ends = ".,;:()' \n";
            return text.starts_with(name) &&
                   (text.size() == name.size() ||
                    ends.find(text[name.size()]) != std::string_view::npos);
        };
        for (auto const& moved : known_.moved) {
            if (begins(before, moved.before) && begins(after, moved.after)) {
                note(*moved.rename);
                before.remove_prefix(moved.before.size());
                after.remove_prefix(moved.after.size());
                return true;
            }
        }
        return false;
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

namespace {

/// A view keeps the names of its columns when what it reads is renamed.
bool shows_the_same(Change const& change, std::vector<Rename> const& renames) {
    auto const before = change.before->list("columns").items();
    auto const after = change.after->list("columns").items();
    auto const is_renamed = [&](std::string_view old_name, std::string_view new_name) {
        return std::any_of(renames.begin(), renames.end(), [&](Rename const& rename) {
            auto const& id = rename.before.object->id;
            return id.kind->derived && id.names.without_last() == change.before->id.names &&
                   id.names.back() == old_name && rename.after.object->name() == new_name;
        });
    };
    return std::equal(before.begin(), before.end(), after.begin(), after.end(),
                      [&](std::string_view old_name, std::string_view new_name) {
                          return old_name == new_name || is_renamed(old_name, new_name);
                      });
}

}  // namespace

void relate_to_renames(std::vector<Change>& changes, std::vector<Rename> const& renames) {
    Known known;
    for (auto const& rename : renames) {
        auto const& before = rename.before.object->id.names;
        auto const& after = rename.after.object->id.names;
        known.names.try_emplace({rename.before.object->name(), rename.after.object->name()},
                                &rename);
        if (before.size() == 2 && before.front() != after.front()) {
            known.moved.push_back({dotted(before).text(), dotted(after).text(), &rename});
        }
    }
    if (renames.empty()) {
        return;
    }
    std::erase_if(changes, [&](Change& change) {
        bool const is_definition =
            change.property != nullptr && change.property->name == "definition";
        auto const* const rename = is_definition && !shows_the_same(change, renames)
                                       ? nullptr
                                       : explanation(change, known);
        if (rename == nullptr) {
            return false;
        }
        change.follows = rename->after.object;
        return rename->is_generated;
    });
}

}  // namespace lockstep::diff
