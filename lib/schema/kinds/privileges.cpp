#include "schema/kinds/privileges.hpp"

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep::schema {

namespace {

constexpr auto words = std::to_array<std::string_view>(
    {"ALL", "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN",
     "USAGE", "CREATE", "EXECUTE", "CONNECT", "TEMPORARY", "SET", "ALTER SYSTEM"});

Sql privilege(std::string_view word, Sql const& columns) {
    if (std::find(words.begin(), words.end(), word) == words.end()) {
        throw Error(ExitCode::bad_input, fmt::format("\"{}\" is no privilege", printable(word)));
    }
    return columns.empty() ? raw(word) : sql("{} ({})", raw(word), columns);
}

/// ALL where these are all there are.
Sql privileges(Items const& list, Privileged const& what) {
    bool const is_all = what.all.size() > 1 && without(what.all, list).empty();
    if (is_all && without(list, what.all).empty()) {
        return privilege("ALL", what.columns);
    }
    std::vector<Sql> parts;
    for (auto const word : list) {
        parts.push_back(privilege(word, what.columns));
    }
    return comma_separated(parts);
}

/// Whose state is said of each privilege; all others are as they are by default.
struct Said {
    Items granted, grantable, revoked;
};

/// With ALL spelled out.
Items items_of(Object const& grant, std::string_view property, Items const& all) {
    auto const items = grant.list(property).items();
    return has(items, "ALL") && !all.empty() ? all : items;
}

Said said_by(Object const* grant, Items const& all) {
    return grant == nullptr ? Said{}
                            : Said{.granted = items_of(*grant, "privileges", all),
                                   .grantable = items_of(*grant, "grantable", all),
                                   .revoked = items_of(*grant, "revoked", all)};
}

Items joined(Items left, Items const& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

Items common(Items const& left, Items const& right) {
    return without(left, without(left, right));
}

}  // namespace

Statements change_privileges(Privileged const& what, Object const* before, Object const* after) {
    auto const old_said = said_by(before, what.all);
    auto const new_said = said_by(after, what.all);
    auto const held = joined(old_said.granted, old_said.grantable);
    auto const to_hold = joined(new_said.granted, new_said.grantable);
    auto revoke = without(new_said.revoked, old_said.revoked);
    auto revoke_option = common(old_said.grantable, new_said.granted);
    // What is neither granted nor revoked is as it is by default.
    auto const no_more = without(without(held, to_hold), new_said.revoked);
    auto& taken = what.has_by_default ? revoke_option : revoke;
    taken = joined(taken, no_more);
    auto const given_back = without(without(old_said.revoked, new_said.revoked), to_hold);
    auto const grant = joined(given_back, without(new_said.granted, held));
    auto const grant_option = without(new_said.grantable, old_said.grantable);

    Statements statements;
    auto const say = [&](Items const& list, auto const& statement) {
        if (!list.empty()) {
            statements.push_back(statement(privileges(list, what)));
        }
    };
    say(revoke, [&](Sql const& list) {
        return sql("REVOKE {} ON {} FROM {}", list, what.target, what.grantee);
    });
    say(revoke_option, [&](Sql const& list) {
        return sql("REVOKE GRANT OPTION FOR {} ON {} FROM {}", list, what.target, what.grantee);
    });
    say(grant, [&](Sql const& list) {
        return sql("GRANT {} ON {} TO {}", list, what.target, what.grantee);
    });
    say(grant_option, [&](Sql const& list) {
        return sql("GRANT {} ON {} TO {} WITH GRANT OPTION", list, what.target, what.grantee);
    });
    return statements;
}

}  // namespace lockstep::schema
