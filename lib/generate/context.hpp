#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "generate/data.hpp"
#include "generate/vocabulary.hpp"

namespace lockstep::generate {

/// Which tables a file speaks of: those that tie others to each other (each row of
/// `organization_members` belongs to an organization and to a user), the others, or all.
enum class Select { all, entities, relationships };

struct Selection {
    Select select = Select::all;
    std::vector<std::string> tables;  // patterns; empty: all
    std::string_view needs;           // what the template itself imports: "TypedDict"
    bool has_relations = true;        // false: what no template asks for is left out

    auto operator<=>(Selection const&) const = default;
};

/// What templates are filled with, as docs/templates.md says. Enums, and the names of all columns,
/// are of the whole database.
Data context(Vocabulary const& vocabulary, Selection const& selection);

/// Does the table tie others to each other: has it a key of nothing but references, to two of them?
bool is_relationship(schema::Schema const& schema, schema::Object const& table);

/// Which of them a file speaks of; what one is made of comes before it.
std::vector<schema::Object const*> selected(Vocabulary const& vocabulary,
                                            Selection const& selection);

/// A table, view or composite type.
Data relation_data(Vocabulary const& vocabulary, schema::Object const& relation,
                   std::set<schema::Object const*> const& selected);
Data enum_data(Vocabulary const& vocabulary, schema::Object const& type);
/// "public.orders", for a comment: whatever is in the names, it stays on the line.
std::string name_in_comment(Language const& language, schema::Object const& object);
/// The lines of its comment.
Data comment_data(Language const& language, schema::Object const& object);

}  // namespace lockstep::generate
