#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "base/text.hpp"
#include "config/keys.hpp"
#include "config/load.hpp"
#include "config/node.hpp"
#include "config/values.hpp"

namespace lockstep::config {

namespace {

constexpr std::string_view top_key = "schema_sync";

/// Lines and columns of many offsets into one text.
class Lines {
public:
    explicit Lines(Document const& document) : document_(document) {
        for (std::size_t at = 0; at != std::string_view::npos;) {
            starts_.push_back(at);
            auto const newline = document.text.find('\n', at);
            at = newline == std::string_view::npos ? newline : newline + 1;
        }
    }

    TextPlace place(std::size_t offset) const {
        auto const after = std::ranges::upper_bound(starts_, offset);
        auto const line = static_cast<std::size_t>(after - starts_.begin());
        auto const start = starts_[line - 1];
        auto const in_line =
            place_at({}, document_.text.substr(start, offset - start), offset - start);
        return {document_.file, line, in_line.column};
    }

private:
    Document const& document_;
    std::vector<std::size_t> starts_;
};

std::string below(std::string const& path, std::string_view key) {
    return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

bool is_private(std::string_view key) {
    return key.starts_with("x-");
}

/// A list of names for a hint: "One of: critical, high."
std::string one_of(Names names) {
    std::vector<std::string> const words(names.begin(), names.end());
    return fmt::format("One of: {}.", join(words, ", "));
}

/// Holds a tree of values against the table of keys and fills the Config that it is bound to.
class Reader {
public:
    Reader(Document const& document, ReadOptions const& options, Loaded& loaded)
        : document_(document), options_(options), loaded_(loaded), lines_(document) {}

    void section(Keys const& keys, Node const& node, std::string const& path) {
        if (node.kind != Node::Kind::map) {
            refuse_type(node, path, "a map");
        }
        auto const any = std::ranges::find(keys, "*", &Key::name);
        for (auto const& member : node.members) {
            auto const key = std::ranges::find(keys, member.key, &Key::name);
            if (is_private(member.key)) {
                continue;
            }
            if (key != keys.end() && key != any) {
                value(key->value, member.value, below(path, member.key));
            } else if (any != keys.end()) {
                named_section(std::get<SectionsValue>(any->value), member, path);
            } else {
                refuse_key(keys, member, path);
            }
        }
        for (auto const& key : keys) {
            require(key, node, path);
        }
    }

private:
    void value(Value const& expected, Node const& node, std::string const& path) {
        if (node.kind == Node::Kind::null) {
            return;  // as if the key were not there
        }
        std::visit([&](auto const& typed) { read(typed, node, path); }, expected);
    }

    void read(SwitchValue const& expected, Node const& node, std::string const& path) {
        if (node.kind != Node::Kind::boolean) {
            refuse_type(node, path, "true or false");
        }
        *expected.target = node.text == "true";
        note(node, path);
    }

    void read(NumberValue const& expected, Node const& node, std::string const& path) {
        bool const whole = node.kind == Node::Kind::number &&
                           node.text.find_first_not_of("0123456789", node.text[0] == '-' ? 1 : 0) ==
                               std::string::npos;
        if (!whole) {
            refuse_type(node, path, "a whole number");
        }
        int number = 0;
        auto const error =
            std::from_chars(node.text.data(), node.text.data() + node.text.size(), number).ec;
        if (error != std::errc{} || number < expected.least || number > expected.most) {
            fail(node, fmt::format("\"{}\" must be from {} to {}, but is {}", path, expected.least,
                                   expected.most, shown(node)));
        }
        *expected.target = number;
        note(node, path);
    }

    void read(DurationValue const& expected, Node const& node, std::string const& path) {
        auto const text = node.kind == Node::Kind::text ? text_of(node, path) : node.text;
        auto const duration = parse_duration(text, expected.unit);
        if (!duration) {
            refuse_type(node, path,
                        fmt::format("a duration such as \"30s\", or a number of {}",
                                    expected.unit == "s" ? "seconds" : "milliseconds"));
        }
        if (*duration > parse_duration(expected.most).value()) {
            fail(node, fmt::format("\"{}\" must be at most {}, but is {}", path, expected.most,
                                   shown(node)));
        }
        *expected.target = *duration;
        note(node, path);
    }

    void read(TextValue const& expected, Node const& node, std::string const& path) {
        auto text = text_of(node, path);
        if (!expected.allowed.empty() &&
            std::ranges::find(expected.allowed, text) == expected.allowed.end()) {
            fail(node,
                 fmt::format("\"{}\" cannot be \"{}\"{}", path, shown(node),
                             did_you_mean(text, expected.allowed)),
                 one_of(expected.allowed));
        }
        check_form(expected.form, text, node.begin, path);
        *expected.target = std::move(text);
        note(node, path);
    }

    void read(TextsValue const& expected, Node const& node, std::string const& path) {
        expected.target->clear();
        for (auto const& item : items(node, path, "a list of texts")) {
            auto const item_path = fmt::format("{}[{}]", path, expected.target->size());
            auto text = text_of(item, item_path);
            check_form(expected.form, text, item.begin, item_path);
            expected.target->push_back(std::move(text));
        }
        note(node, path);
    }

    void read(TextMapValue const& expected, Node const& node, std::string const& path) {
        expected.target->clear();
        for (auto const* member : members(node, path)) {
            (*expected.target)[member->key] = text_of(member->value, below(path, member->key));
        }
        note(node, path);
    }

    void read(PatternsValue const& expected, Node const& node, std::string const& path) {
        expected.target->clear();
        for (auto const* member : members(node, path)) {
            check_form(Form::kind, member->key, member->begin, path);
            auto& patterns = (*expected.target)[member->key];
            auto const list_path = below(path, member->key);
            for (auto const& item : items(member->value, list_path, "a list of texts")) {
                patterns.push_back(
                    text_of(item, fmt::format("{}[{}]", list_path, patterns.size())));
            }
        }
        note(node, path);
    }

    void read(SeveritiesValue const& expected, Node const& node, std::string const& path) {
        expected.target->clear();
        for (auto const* rule : members(node, path)) {
            check_form(Form::rule, rule->key, rule->begin, path);
            auto const rule_path = below(path, rule->key);
            if (rule->value.kind != Node::Kind::map) {
                add_level(expected, {rule->key, "*", {}}, rule->value, rule_path);
                continue;
            }
            for (auto const* name : members(rule->value, rule_path)) {
                add_level(expected, {rule->key, name->key, {}}, name->value,
                          below(rule_path, name->key));
            }
        }
    }

    void add_level(SeveritiesValue const& expected, SeverityLevel level, Node const& node,
                   std::string const& path) {
        if (node.kind == Node::Kind::null) {
            return;
        }
        read(TextValue{&level.severity, severities()}, node, path);
        expected.target->push_back(std::move(level));
    }

    void read(SectionValue const& expected, Node const& node, std::string const& path) {
        section(expected.keys, node, path);
    }

    void read(SectionsValue const& expected, Node const& node, std::string const& path) {
        if (expected.named) {
            for (auto const* member : members(node, path)) {
                named_section(expected, *member, path);
            }
            return;
        }
        std::size_t index = 0;
        for (auto const& item : items(node, path, "a list")) {
            element(expected, item, expected.add({}), fmt::format("{}[{}]", path, index++));
        }
        note(node, path);
    }

    void read(IgnoredValue const&, Node const&, std::string const&) {}

    void named_section(SectionsValue const& expected, Member const& member,
                       std::string const& path) {
        if (member.value.kind != Node::Kind::null) {
            element(expected, member.value, expected.add(member.key), below(path, member.key));
        }
    }

    /// A section, or a text that stands for the shorthand key of one.
    void element(SectionsValue const& expected, Node const& node, Keys const& keys,
                 std::string const& path) {
        if (node.kind == Node::Kind::map || expected.shorthand.empty()) {
            section(keys, node, path);
        } else if (node.kind == Node::Kind::text) {
            auto const key = std::ranges::find(keys, expected.shorthand, &Key::name);
            if (key->required && is_absent(node)) {
                refuse_missing(*key, node, path);
            }
            value(key->value, node, below(path, expected.shorthand));
        } else {
            refuse_type(node, path,
                        fmt::format("a map, or a text for its \"{}\"", expected.shorthand));
        }
    }

    std::vector<Node> const& items(Node const& node, std::string const& path,
                                   std::string_view what) const {
        if (node.kind != Node::Kind::list) {
            refuse_type(node, path, what);
        }
        return node.items;
    }

    std::vector<Member const*> members(Node const& node, std::string const& path) const {
        if (node.kind != Node::Kind::map) {
            refuse_type(node, path, "a map");
        }
        std::vector<Member const*> list;
        for (auto const& member : node.members) {
            if (!is_private(member.key)) {
                list.push_back(&member);
            }
        }
        return list;
    }

    /// The text with its variables replaced.
    std::string text_of(Node const& node, std::string const& path) {
        if (node.kind != Node::Kind::text) {
            bool const scalar = node.kind == Node::Kind::number || node.kind == Node::Kind::boolean;
            refuse_type(node, path, "a text", scalar ? "Put quotes around it." : "");
        }
        auto expanded = expand(node.text, options_.environment);
        if (!expanded.wrong.empty()) {
            fail(node, fmt::format("\"{}\": {}", path, printable(expanded.wrong)),
                 "Write $${ for a plain ${.");
        }
        if (!expanded.missing.empty()) {
            missing_variable(node, path, expanded.missing);
            return {};
        }
        return std::move(expanded.text);
    }

    void missing_variable(Node const& node, std::string const& path, std::string const& name) {
        if (!options_.note_missing_variables) {
            fail(node, fmt::format("\"{}\" needs the environment variable {}, which is not set",
                                   path, name));
        }
        loaded_.missing.push_back({path, name, lines_.place(node.begin)});
    }

    void check_form(Form form, std::string const& text, std::size_t at, std::string const& path) {
        if (form == Form::variable && !text.empty() && !is_variable_name(text)) {
            document_.fail(at,
                           fmt::format("\"{}\" must be the name of an environment variable, but "
                                       "is \"{}\"",
                                       path, printable(text)));
        }
        if (form == Form::date && !text.empty() && !is_date(text)) {
            document_.fail(at, fmt::format("\"{}\" must be a day such as \"2026-12-31\", but is "
                                           "\"{}\"",
                                           path, printable(text)));
        }
        if (form == Form::rule) {
            check_known(options_.rules, "rule", text, at, path);
        }
        if (form == Form::kind) {
            check_known(options_.kinds, "kind of object", text, at, path);
        }
    }

    void check_known(std::vector<std::string> const& known, std::string_view what,
                     std::string const& pattern, std::size_t at, std::string const& path) {
        auto const fits = [&](std::string const& name) { return matches_glob(pattern, name); };
        if (known.empty() || std::ranges::any_of(known, fits)) {
            return;
        }
        std::vector<std::string_view> const names(known.begin(), known.end());
        document_.fail(at, fmt::format("\"{}\": there is no {} \"{}\"{}", path, what,
                                       printable(pattern), did_you_mean(pattern, names)));
    }

    /// An empty text is as good as none: it is not written either.
    static bool is_absent(Node const& node) {
        return node.kind == Node::Kind::null ||
               (node.kind == Node::Kind::text && node.text.empty());
    }

    void require(Key const& key, Node const& node, std::string const& path) {
        auto const* member = node.find(key.name);
        if (key.required && (member == nullptr || is_absent(member->value))) {
            refuse_missing(key, node, path);
        }
    }

    [[noreturn]] void refuse_missing(Key const& key, Node const& node,
                                     std::string const& path) const {
        fail(node, fmt::format("\"{}\" lacks the key \"{}\"", path, key.name));
    }

    void note(Node const& node, std::string const& path) {
        loaded_.origins[path] = {lines_.place(node.begin), node.text};
    }

    [[noreturn]] void fail(Node const& node, std::string const& message,
                           std::string hint = {}) const {
        document_.fail(node.begin, message, std::move(hint));
    }

    [[noreturn]] void refuse_type(Node const& node, std::string const& path,
                                  std::string_view wanted, std::string hint = {}) const {
        auto const subject =
            path.empty() ? std::string("the configuration") : fmt::format("\"{}\"", path);
        auto const is = node.kind == Node::Kind::text || node.kind == Node::Kind::list ||
                                node.kind == Node::Kind::map || node.kind == Node::Kind::null
                            ? std::string(describe(node.kind))
                            : shown(node);
        fail(node, fmt::format("{} must be {}, but is {}", subject, wanted, is), std::move(hint));
    }

    [[noreturn]] void refuse_key(Keys const& keys, Member const& member,
                                 std::string const& path) const {
        std::vector<std::string_view> known;
        for (auto const& key : keys) {
            known.push_back(key.name);
        }
        auto const where = path.empty() ? std::string{} : fmt::format(" in \"{}\"", path);
        document_.fail(member.begin,
                       fmt::format("unknown key \"{}\"{}{}", printable(member.key.substr(0, 80)),
                                   where, did_you_mean(member.key.substr(0, 80), known)),
                       fmt::format("{} A key of your own begins with \"x-\".", one_of(known)));
    }

    /// A scalar as it stands in the file, cut where it is long.
    static std::string shown(Node const& node) {
        constexpr std::size_t longest = 60;
        auto const text = printable(node.text);
        return text.size() <= longest ? text : text.substr(0, longest) + "…";
    }

    Document const& document_;
    ReadOptions const& options_;
    Loaded& loaded_;
    Lines lines_;
};

/// What stands under `schema_sync`, or the whole where there is no such key.
Node const* root_of(Document const& document, Node const& tree) {
    auto const* top = tree.find(top_key);
    if (top == nullptr) {
        return &tree;
    }
    for (auto const& member : tree.members) {
        if (&member != top && !is_private(member.key) && member.key != "$schema") {
            document.fail(member.begin, fmt::format("\"{}\" stands beside \"{}\"; move it into it",
                                                    printable(member.key), top_key));
        }
    }
    return &top->value;
}

}  // namespace

Loaded read(std::string const& name, std::string_view text, Syntax syntax,
            ReadOptions const& options) {
    Document const document{name, text};
    check_text(document);
    auto const tree = syntax == Syntax::yaml ? parse_yaml(document) : parse_json(document);
    auto const* root = root_of(document, tree);
    Loaded loaded;
    if (root->kind != Node::Kind::null) {
        Reader(document, options, loaded).section(keys(loaded.config), *root, "");
    }
    return loaded;
}

}  // namespace lockstep::config
