#pragma once

#include "code/python_modules.hpp"

// What the names in Python's definitions lead to.
namespace lockstep::code::python {

/// `mapped_column(ForeignKey("users.id"))`, `Field(foreign_key="users.id")`
std::optional<Reference> foreign_key(std::string const& field, Node call);
/// `owner: Mapped["User"] = relationship(…)`, `relationship("User")`; `annotation` may be empty.
std::optional<Reference> relationship(std::string const& field, Type const& annotation, Node call);

/// Names in a type that the file neither defines nor imports, and that Python does not know.
std::vector<Problem> unknown_types(Modules const& modules, Module const& module, Node annotation,
                                   Type const& type);

}  // namespace lockstep::code::python
