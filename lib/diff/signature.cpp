#include "diff/signature.hpp"

#include <algorithm>

#include "diff/words.hpp"
#include "schema/kind.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

/// Stands for the object's own name; no text can hold it.
constexpr char own_name_mark = '\x01';

/// What can be set anew without the object becoming another.
bool defines(Property const& property) {
    return property.compare != Compare::never && property.compare != Compare::relative_order &&
           property.name != "owner" && property.name != "comment" && property.counts == nullptr;
}

void append_text(std::string& out, std::string_view text, std::string_view own_name,
                 NewName const& new_name) {
    for_each_word(text, [&](Word const& word) {
        if (!word.is_name) {
            out += word.text;
        } else if (word.name() == own_name) {
            out += own_name_mark;
        } else {
            out += new_name(word.name());
        }
    });
}

bool append_fields(std::string& out, Object const& object, std::string_view own_name,
                   NewName const& new_name) {
    bool any = false;
    for (auto const& field : object.fields) {
        auto const& property = object.id.kind->properties[field.index];
        if (!defines(property)) {
            continue;
        }
        any = true;
        out.append(property.name) += '=';
        append_text(out, field.value.text(), own_name, new_name);
        out += field.value.is_unknown() ? '?' : '\n';
    }
    return any;
}

}  // namespace

std::size_t own_name_index(Kind const& kind) {
    auto const found = std::find(kind.names.begin(), kind.names.end(), "name");
    return found == kind.names.end() ? kind.names.size() - 1
                                     : static_cast<std::size_t>(found - kind.names.begin());
}

std::string parent_key(Object const& object, std::size_t skip) {
    auto names = Names(object.id.names.packed().substr(skip)).items();
    auto const skipped = object.id.names.size() - names.size();
    auto const own = own_name_index(*object.id.kind) - skipped;
    if (own < names.size()) {
        names.erase(names.begin() + static_cast<std::ptrdiff_t>(own));
    }
    std::string key = pack({object.id.kind->name});
    for (auto const name : names) {
        key.append(name) += '\0';
    }
    return key;
}

std::string signature(Lone const& lone, NewName const& new_name) {
    auto const& object = *lone.object;
    // A column's type may have its name ("status status"), and nothing in it refers to itself.
    bool const refers_to_itself = object.id.kind->part_of_names == 0;
    auto const own_name =
        refers_to_itself ? object.id.names[own_name_index(*object.id.kind)] : std::string_view{};
    auto const prefix = object.id.names.packed().size();
    std::string text;
    bool defined = append_fields(text, object, own_name, new_name);
    for (auto const* const part : lone.parts) {
        defined = true;
        text.append(part->id.kind->name) += ' ';
        text.append(part->id.names.packed().substr(prefix)) += '\n';
        append_fields(text, *part, own_name, new_name);
    }
    return defined ? text : std::string{};
}

}  // namespace lockstep::diff
