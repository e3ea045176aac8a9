#pragma once

#include <string>
#include <vector>

#include "schema/schema.hpp"
#include "schema/snapshot_tokens.hpp"

namespace lockstep::schema {

/// As the file of a place: the snapshot itself.
constexpr auto this_file = static_cast<std::uint32_t>(-1);

/// Reads the objects of a snapshot into a builder. Its members are buffers that are used again.
class ObjectReader {
public:
    ObjectReader(SnapshotTokens& tokens, SchemaBuilder& builder)
        : tokens_(tokens), builder_(builder) {}

    /// Reads an object of which the opening brace has been read.
    void read(Token const& begin);
    /// Has any object said where it stands?
    bool has_places() const { return has_places_; }

private:
    /// One property of an object as it was read: its texts stand in a buffer, since the kind, which
    /// says what they must be, may come after them.
    struct RawField {
        Token token;  // type and place; of the key
        Token::Type type = Token::Type::text;
        std::size_t name = 0;  // where in the buffer
        std::size_t value = 0;
        std::size_t end = 0;
    };

    void read_member(Token const& key);
    void read_raw(Token const& key);
    void read_needs();
    void read_place();
    void read_fields(Kind const& kind);
    Field field(Kind const& kind, RawField const& raw, std::size_t& expected) const;
    void add(Token const& begin);

    SnapshotTokens& tokens_;
    SchemaBuilder& builder_;
    bool has_places_ = false;
    std::string kind_name_;
    Token kind_token_;
    std::string names_;
    Token names_token_;
    std::string buffer_;
    std::vector<RawField> raw_;
    std::vector<Field> fields_;
    std::vector<ObjectId> needs_;
    Place place_;
};

}  // namespace lockstep::schema
