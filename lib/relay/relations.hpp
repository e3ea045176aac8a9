#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "relay/message.hpp"

namespace lockstep::relay {

/// A table as its rows in the stream look, from a relation message on until the next one.
struct Relation {
    struct Column {
        std::string name;
        Oid type = 0;
        std::int32_t typmod = -1;
        bool key = false;  // part of the replica identity

        bool operator==(Column const&) const = default;
    };

    Oid oid = 0;
    std::string schema;
    std::string name;
    char identity = '\0';  // pg_class.relreplident; NUL where the plugin does not tell
    bool partial = false;  // learnt from a row that need not show all columns
    std::vector<Column> columns;

    bool operator==(Relation const&) const = default;
};

/// Shared, so that who puts a row by keeps the relation that it was written with.
using RelationPtr = std::shared_ptr<Relation const>;

/// What a relation message told.
struct Seen {
    enum class News : std::uint8_t {
        none,       // it is as it was: the server repeats itself
        first,      // not known before
        completed,  // known in part before; nothing of that has changed
        changed,
    };
    News news = News::none;
    RelationPtr now;
    RelationPtr before;  // null when not known before
};

struct TypeName {
    std::string schema;
    std::string name;
};

/// The relations and types that the stream has told of, by OID. A message must be shown in the
/// order of commits: what a transaction says of a table is true for others once it has committed.
class Relations {
public:
    /// A relation as it was when the history was last written: what the stream says is news only
    /// where it differs. Whoever connects anew starts from what is durable, in an object of its
    /// own, or a change that was seen and then lost with its transaction would not be told again.
    void know(RelationPtr relation);

    Seen see(RelationMessage const& message);
    void see(TypeMessage const& message);

    /// Throws StreamError when no message told of it.
    RelationPtr const& at(Oid oid) const;
    /// Null when it is built in, or was not told of.
    TypeName const* type(Oid oid) const;
    std::size_t size() const { return relations_.size(); }

private:
    std::unordered_map<Oid, RelationPtr> relations_;
    std::unordered_map<Oid, TypeName> types_;
};

}  // namespace lockstep::relay
