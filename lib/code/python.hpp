#pragma once

#include <span>

#include "code/definitions.hpp"

namespace lockstep::code {

/// What Python files define: enums (Enum, StrEnum, aliases of Literal) and records (TypedDict,
/// dataclass, pydantic, SQLAlchemy's Mapped), with what they inherit and import from one another.
/// A file that does not follow Python's grammar gives problems, and what can be read of it.
Definitions read_python(std::span<SourceFile const> files);

}  // namespace lockstep::code
