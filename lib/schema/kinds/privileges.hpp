#pragma once

#include "schema/kinds/items.hpp"

// What grants and default privileges share: who has what, and how he gets to have something else.
namespace lockstep::schema {

/// What GRANT and REVOKE say besides the privileges.
struct Privileged {
    Items all;    // the privileges that there are on such an object
    Sql columns;  // of a column's privileges: its name
    Sql target;   // "TABLE public.orders"
    Sql grantee;
    /// Has the grantee got it without being granted it: is he the owner?
    bool has_by_default = false;
};

/// The statements that take the privileges of one form of a grant to those of the other. Null: the
/// form that has nothing to say, as all is by default.
Statements change_privileges(Privileged const& what, Object const* before, Object const* after);

}  // namespace lockstep::schema
