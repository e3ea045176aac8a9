#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/json_tokens.hpp"
#include "schema/kind.hpp"
#include "schema/schema.hpp"

namespace lockstep::schema {

constexpr std::string_view snapshot_format = "lockstep/snapshot";
constexpr unsigned snapshot_version = 1;

/// "lockstep 0.1.0": the header's `tool`.
std::string snapshot_tool();

/// The kinds that a schema knows, in the order of `kinds()`.
std::vector<Kind const*> known_kinds(Schema const& schema);

/// Reads a snapshot from the tokens of its document, be it JSON or YAML, with objects of those
/// kinds. Throws ParseError.
Schema read_snapshot(TokenReader& tokens, std::string const& file,
                     std::span<Kind const* const> all_kinds = kinds());

/// The tokens of a YAML document. Throws ParseError.
std::unique_ptr<TokenReader> yaml_tokens(std::string_view text, std::string file);

}  // namespace lockstep::schema
