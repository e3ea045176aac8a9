#pragma once

#include "code/effort.hpp"
#include "code/typescript_modules.hpp"

// What expressions stand for, as far as it can be known without running them.
namespace lockstep::code::typescript {

/// An expression, and the file whose names it uses.
struct Value {
    Module const* module = nullptr;
    Node node{};

    explicit operator bool() const { return module != nullptr && node; }
};

/// `key: value` of an object, a member of an enum, or an argument's option.
struct Entry {
    std::string name;
    Value value;
    TextPlace place;
};

class Values {
public:
    Values(Modules const& modules, Effort& effort) : modules_(&modules), effort_(&effort) {}

    Modules const& modules() const { return *modules_; }
    Effort& effort() const { return *effort_; }

    /// Names, members (`COL.ID`) and calls of functions of these files are followed to what is
    /// written there: a text, an object, an array, an enum, a call of something else.
    Value resolve(Value value) const;
    /// The text that it always is: `'a'`, `COL.ID`, `PREFIX + '_x'`, `${PREFIX}_x` in a template.
    std::optional<std::string> text(Value value) const;
    /// The texts of `['a', 'b']`, of `Object.values(X)`, and of an enum or object itself.
    std::optional<std::vector<std::string>> texts(Value value) const;
    /// Of an object, with those that it spreads, or of an enum. What cannot be known is left out,
    /// and put into `unknown`.
    std::vector<Entry> entries(Value object, std::vector<Value>* unknown = nullptr) const;
    /// One of them; empty where there is none.
    Value entry(Value object, std::string_view name) const;
    /// What a function that is called is called at home: `text`, `t.text`, `db.text`.
    std::string called(Value call) const;

private:
    void add_entries(std::vector<Entry>& to, Value object, std::vector<Value>* unknown) const;
    void add_enum_entries(std::vector<Entry>& to, Value of) const;
    std::map<std::string, Value, std::less<>> const& remember(Value object) const;
    std::optional<std::string> name_of(Module const* module, Node key) const;
    std::optional<std::string> joined(Module const* module, std::vector<Node> const& parts) const;

    Modules const* modules_;
    Effort* effort_;
    // What entry() has looked up, by where the object stands: constants are used all over.
    mutable std::map<char const*, std::map<std::string, Value, std::less<>>> looked_up_;
};

/// The arguments of a call, or of a decorator's.
std::vector<Node> arguments(Node call);

}  // namespace lockstep::code::typescript
