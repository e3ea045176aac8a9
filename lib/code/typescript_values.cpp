#include "code/typescript_values.hpp"

#include <algorithm>

#include "code/typescript_literals.hpp"

namespace lockstep::code::typescript {

namespace {

bool is_function(Node node) {
    return node.is("arrow_function") || node.is("function_expression") ||
           node.is("function_declaration");
}

Value declared(Meaning meaning) {
    return meaning.declaration == nullptr ? Value{}
                                          : Value{meaning.module, meaning.declaration->node};
}

}  // namespace

std::vector<Node> arguments(Node call) {
    return call.field("arguments").children();
}

Value Values::resolve(Value value) const {
    Effort::Step const step(*effort_);
    if (!step || !value) {
        return {};
    }
    auto const node = without_wrapping(value.node);
    if (node.is("identifier") || node.is("shorthand_property_identifier")) {
        auto const found = declared(modules_->find(*value.module, node.text(), Space::values));
        return found ? resolve(found) : Value{};
    }
    if (node.is("member_expression") || node.is("subscript_expression")) {
        if (auto const found =
                declared(modules_->find(*value.module, node.text(), Space::values))) {
            return resolve(found);  // of `import * as x`
        }
        auto const index = node.field("index");
        auto const name = index ? text({value.module, index})
                                : std::optional(std::string(node.field("property").text()));
        auto const object = resolve({value.module, node.field("object")});
        return name && object ? resolve(entry(object, *name)) : Value{};
    }
    if (node.is("call_expression")) {
        auto const what = node.field("function");
        if (what.is("member_expression") && what.text() == "Object.freeze" &&
            arguments(node).size() == 1) {
            return resolve({value.module, arguments(node).front()});
        }
        auto const function = what.is("identifier") ? resolve({value.module, what}) : Value{};
        if (is_function(function.node)) {
            return resolve({function.module, returned(function.node)});
        }
    }
    return {value.module, node};
}

std::optional<std::string> Values::text(Value value) const {
    auto const [module, node] = resolve(value);
    if (auto own = string_value(node)) {
        return own;
    }
    if (node.is("template_string")) {
        return joined(module, node.children());
    }
    bool const is_sum = node.is("binary_expression") && node.field("operator").text() == "+";
    return is_sum ? joined(module, operands(node)) : std::nullopt;
}

std::optional<std::string> Values::joined(Module const* module,
                                          std::vector<Node> const& parts) const {
    Effort::Step const step(*effort_);
    std::string all;
    for (auto const& part : parts) {
        if (part.is("string_fragment") || part.is("escape_sequence")) {
            all += fragment_text(part);
            continue;
        }
        auto const inner = part.is("template_substitution") ? part.children() : std::vector{part};
        auto const piece = inner.empty() || !step ? std::nullopt : text({module, inner.front()});
        if (!piece) {
            return std::nullopt;
        }
        effort_->spend(piece->size());
        all += *piece;
    }
    return all;
}

std::optional<std::vector<std::string>> Values::texts(Value value) const {
    auto const found = resolve(value);
    auto const& node = found.node;
    std::vector<std::string> all;
    if (node.is("call_expression") && node.field("function").text() == "Object.values" &&
        arguments(node).size() == 1) {
        return texts({found.module, arguments(node).front()});
    }
    std::vector<Value> parts;
    if (node.is("array")) {
        for (auto const& part : node.children()) {
            parts.push_back({found.module, part});
        }
    } else if (node.is("object") || node.is("enum_declaration")) {
        for (auto const& each : entries(found)) {
            parts.push_back(each.value);
        }
    } else {
        return std::nullopt;
    }
    for (auto const& part : parts) {
        if (part.node.is("spread_element") && !part.node.children().empty()) {
            Effort::Step const step(*effort_);
            auto const more =
                step ? texts({part.module, part.node.children().front()}) : std::nullopt;
            if (!more) {
                return std::nullopt;
            }
            effort_->spend(more->size());
            all.insert(all.end(), more->begin(), more->end());
        } else if (auto const one = text(part)) {
            all.push_back(*one);
        } else {
            return std::nullopt;
        }
    }
    return all;
}

std::optional<std::string> Values::name_of(Module const* module, Node key) const {
    if (key.is("property_identifier") || key.is("number") ||
        key.is("shorthand_property_identifier")) {
        return std::string(key.text());
    }
    if (key.is("computed_property_name")) {
        auto const inner = key.children();
        return inner.empty() ? std::nullopt : text({module, inner.front()});
    }
    return string_value(key);
}

std::vector<Entry> Values::entries(Value object, std::vector<Value>* unknown) const {
    std::vector<Entry> all;
    add_entries(all, resolve(object), unknown);
    // Of several of one name the last one counts.
    std::set<std::string_view> seen;
    std::vector<Entry> kept;
    for (auto each = all.rbegin(); each != all.rend(); ++each) {
        if (seen.insert(each->name).second) {
            kept.push_back(*each);
        }
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

void Values::add_entries(std::vector<Entry>& to, Value object, std::vector<Value>* unknown) const {
    Effort::Step const step(*effort_);
    if (!step) {
        return;
    }
    if (object.node.is("enum_declaration")) {
        add_enum_entries(to, object);
    }
    for (auto const& part :
         object.node.is("object") ? object.node.children() : std::vector<Node>{}) {
        effort_->spend(1);
        if (effort_->is_spent()) {
            return;
        }
        if (part.is("spread_element") && !part.children().empty()) {
            auto const inner = resolve({object.module, part.children().front()});
            if (inner.node.is("object")) {
                add_entries(to, inner, unknown);
            } else if (unknown != nullptr) {
                unknown->push_back({object.module, part});
            }
            continue;
        }
        bool const is_pair = part.is("pair");
        auto const name = name_of(object.module, is_pair ? part.field("key") : part);
        if (name && (is_pair || part.is("shorthand_property_identifier"))) {
            to.push_back(
                {*name, {object.module, is_pair ? part.field("value") : part}, part.place()});
        } else if (unknown != nullptr) {
            unknown->push_back({object.module, part});
        }
    }
}

void Values::add_enum_entries(std::vector<Entry>& to, Value of) const {
    for (auto const& part : of.node.field("body").children()) {
        effort_->spend(1);
        if (auto const name = name_of(of.module, part.field("name"));
            name && part.is("enum_assignment") && !effort_->is_spent()) {
            to.push_back({*name, {of.module, part.field("value")}, part.place()});
        }
    }
}

Value Values::entry(Value object, std::string_view name) const {
    auto const found = resolve(object);
    if (!found) {
        return {};
    }
    auto const known = looked_up_.find(found.node.text().data());
    auto const& names = known == looked_up_.end() ? remember(found) : known->second;
    auto const entry = names.find(name);
    return entry == names.end() ? Value{} : entry->second;
}

std::map<std::string, Value, std::less<>> const& Values::remember(Value object) const {
    std::map<std::string, Value, std::less<>> names;
    for (auto const& each : entries(object)) {
        names.emplace(each.name, each.value);
    }
    return looked_up_[object.node.text().data()] = std::move(names);
}

std::string Values::called(Value call) const {
    auto const what = call.node.field("function");
    return what.is("identifier") ? modules_->original_name(*call.module, std::string(what.text()))
                                 : last_name(what);
}

}  // namespace lockstep::code::typescript
