#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"

// The names that things of a database have in a program.
namespace lockstep::code {

/// The conventions that hold for a language: its own, and where it has none those of all.
config::Naming naming_for(config::NamingConventions const& conventions, std::string_view language);

/// The words of a name: "orderItems", "order_items" and "Order Items" → {"order", "items"}.
std::vector<std::string> words_of(std::string_view text);

/// "organizations" → "OrganizationRow". A name of which nothing can stand in an identifier gives
/// "Unnamed" and the ending.
std::string class_of_table(std::string_view table, config::Naming const& naming);
/// "billing_plan" → "BillingPlan", with the ending of enums unless it has that already.
std::string class_of_enum(std::string_view type, config::Naming const& naming);
/// "OrganizationRow" → "organizations": where no database says what tables there are.
std::string table_of_class(std::string_view name, config::Naming const& naming);
std::string enum_of_class(std::string_view name, config::Naming const& naming);

/// Something of the database that has a class.
struct DatabaseName {
    std::string space;  // "public"
    std::string name;

    auto operator<=>(DatabaseName const&) const = default;
};

/// Names and their classes, one to one: where two would be called alike, the later one is called
/// in full ("statuses" beside "status": "StatusesRow"), or after its namespace.
class NameMap {
public:
    using Rule = std::string (*)(std::string_view name, config::Naming const& naming);

    /// Those of `first_space` get their names first. No class is called as one of `others` is.
    NameMap(std::vector<DatabaseName> names, config::Naming const& naming, Rule rule,
            std::string_view first_space = "public", NameMap const* others = nullptr);

    /// Empty where the name is not among them.
    std::string const& class_of(DatabaseName const& name) const;
    /// Nothing where no name has that class.
    DatabaseName const* name_of(std::string_view class_name) const;

private:
    void add(DatabaseName const& name, config::Naming const& naming, Rule rule);
    bool take(DatabaseName const& name, std::string const& class_name);

    NameMap const* others_;
    std::map<DatabaseName, std::string> classes_;
    std::map<std::string, DatabaseName, std::less<>> names_;
};

}  // namespace lockstep::code
