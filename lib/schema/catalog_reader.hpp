#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "schema/catalog.hpp"

namespace lockstep::schema {

using Oid = std::uint32_t;

/// The number in a cell of type oid or integer; 0 for NULL.
Oid to_oid(std::string_view cell);
int to_int(std::string_view cell);
/// The value of a flag; the texts that values of these helpers hold live for ever or in the arena.
Value flag(bool set);
inline bool is_true(std::string_view cell) {
    return cell == "t";
}
/// The items of an array's text form (`{a,"b c",NULL}`); NULL items are empty.
std::vector<std::string> array_items(std::string_view cell);
/// The numbers of an oid[], smallint[], oidvector or int2vector.
std::vector<int> numbers(std::string_view cell);

/// Which row of which catalog (and which column of it): what pg_depend and pg_description point at.
struct CatalogKey {
    std::string_view catalog;  // "pg_class"
    Oid oid = 0;
    int sub = 0;
};

/// A column, as far as other kinds need it.
struct ColumnInfo {
    std::string_view name;  // empty: dropped
    Oid type = 0;
    Oid collation = 0;
};

/// A table, view, … as far as other kinds need it. Its object is made when all has been read.
struct Relation {
    Kind const* kind = nullptr;
    std::string_view names;   // packed; kept in the arena
    std::string_view dotted;  // as SQL: `public.orders`
    std::vector<Field> fields;
    std::vector<Oid> parents;
    std::vector<ColumnInfo> columns;  // by attnum - 1
    bool is_partition = false;

    ColumnInfo const* column(int number) const;
    void add_column(int number, ColumnInfo info);
};

/// A constraint that waits for what its index says of it.
struct ExpectedIndex {
    Kind const& kind;
    CatalogKey key;
    std::string names;
    std::vector<Field> fields;
};

struct OperatorClassInfo {
    std::string_view name;  // as SQL
    bool is_default = false;
    Oid input_type = 0;
    Oid method = 0;
};

/// A type, as far as its name and defaults matter to columns.
struct TypeInfo {
    std::string_view name;  // as format_type prints it; empty: not asked for yet
    Oid element = 0;        // of an array type
    Oid array = 0;          // its array type
    Oid collation = 0;
    char storage = 'p';
    Oid base = 0;  // of a domain
    char type = 'b';
};

/// What the kinds' `read` functions work with: who is who among the rows read so far, and where
/// objects are put.
class CatalogReader {
public:
    explicit CatalogReader(CatalogOptions options);

    int server_version() const { return options_.server_version; }
    bool wants_dependencies() const { return options_.dependencies; }

    /// The common reading: oid, names, properties in the order of the kind.
    void read(Kind const& kind, CatalogRow const& row);
    /// Fields from cells `first…` in the order of the kind's properties (without the comment).
    std::vector<Field> fields_of(Kind const& kind, CatalogRow const& row, std::size_t first);
    /// All texts must be in the arena (`keep`), save `packed_names`.
    /// Adds an object unless it belongs to an extension or is ignored.
    void add(Kind const& kind, CatalogKey key, std::string_view packed_names,
             std::span<Field const> fields);
    /// The same, for names that are in the arena too.
    void add_kept(Kind const& kind, CatalogKey key, std::string_view packed_names,
                  std::span<Field const> fields);
    /// Only says what the row is called, for comments and privileges on it.
    void name(Kind const& kind, CatalogKey key, std::string_view packed_names);
    /// Sets a property of an object that has been added.
    void set_later(CatalogKey key, std::string_view property, Value value);
    /// Says that the row stands for the same object as `whole`: an index for its constraint, say.
    void alias(CatalogKey part, CatalogKey whole);
    void set(std::vector<Field>& fields, Kind const& kind, std::string_view property, Value value);

    std::string_view role(Oid oid) const;
    std::string_view namespace_name(Oid oid) const;
    Value owner(std::string_view cell) const;
    std::string_view type_name(Oid oid);
    TypeInfo const& type(Oid oid) const;
    Relation* relation(Oid oid);
    Relation& add_relation(Oid oid, Kind const& kind, std::string_view packed_names);
    void add_row_type(Oid type, Oid array_type, Oid relation);
    /// A sentence on what could not be read, for the user.
    void warn(std::string sentence) { warnings_.push_back(std::move(sentence)); }
    void expect_index(Oid index, ExpectedIndex constraint);
    std::optional<ExpectedIndex> take_expected(Oid index);
    /// The collation as SQL; the default where it is that of the type or column (or none).
    Value collation(Oid oid, Oid inherited) const;
    /// The operator class as SQL; empty where it is the one that the type has by default.
    std::string_view operator_class(Oid oid, Oid column_type) const;
    /// `public.f` of a routine.
    std::string routine_name(Oid oid) const;
    bool is_extension_member(CatalogKey key) const;
    std::string_view keep(std::string_view text) { return builder_.arena().keep(text); }
    Names keep_list(std::vector<std::string> const& items) { return Names(keep(pack(items))); }
    /// `public.orders`, in the arena.
    std::string_view dotted_name(Relation const& relation);
    std::string dotted_relation(Oid oid);

    std::vector<CatalogStep> steps();
    Schema finish();

private:
    /// What a key stands for: members of extensions are known, too, but are no objects.
    struct Known {
        Kind const* kind = nullptr;
        std::string_view names;
        std::size_t object = no_object;  // in the builder
        bool is_object() const { return object != no_object; }
        static constexpr std::size_t no_object = static_cast<std::size_t>(-1);
    };
    struct GrantRow {
        std::uint64_t key = 0;
        std::string_view grantee;
        std::string_view grantor;  // empty: the owner
        bool is_default = false;
        std::string_view privilege;
        bool grantable = false;
        std::size_t all = 0;  // how many privileges there are on that kind of object
    };
    /// A grant that was added, for the order among them.
    struct Given {
        std::size_t object = 0;  // in the builder
        std::uint64_t key = 0;   // of its target
        std::string_view grantee;
        std::string_view grantor;  // empty: the owner
    };
    struct CommentRow {
        std::uint64_t key = 0;
        std::string_view text;
        std::string_view part;  // the catalog of a row that stands for another: an index
    };
    struct LabelRow {
        std::uint64_t key = 0;
        std::string_view provider;
        std::string_view text;
    };

    std::vector<CatalogStep> context_steps();
    std::vector<CatalogStep> late_steps();
    void read_member(CatalogRow const& row);
    void read_type(CatalogRow const& row);
    void read_operator_class(CatalogRow const& row);
    void read_comment(CatalogRow const& row);
    void read_label(CatalogRow const& row);
    void read_grant(CatalogRow const& row);
    void read_dependency(CatalogRow const& row);
    void add_relations();
    void add_comments();
    void add_labels();
    void add_grants();
    void add_grant(std::span<GrantRow const> rows);
    void add_needs();
    void add_needs_of_grants(std::vector<std::pair<std::size_t, std::size_t>>& edges);
    bool is_wanted(ObjectId const& id) const;
    std::uint64_t key_of(std::string_view classid, std::string_view oid,
                         std::string_view sub) const;
    std::uint64_t resolved(std::uint64_t key) const;
    std::optional<std::size_t> find(std::uint64_t key) const;
    std::optional<std::size_t> find_or_whole(std::uint64_t key) const;

    CatalogOptions options_;
    SchemaBuilder builder_;
    std::unordered_map<Oid, std::string_view> catalog_names_;
    std::unordered_map<Oid, std::string_view> roles_;
    std::unordered_map<Oid, std::string_view> namespaces_;
    std::unordered_map<Oid, TypeInfo> types_;
    std::unordered_map<Oid, Relation> relations_;
    std::unordered_map<Oid, std::string_view> collations_;
    std::unordered_map<Oid, OperatorClassInfo> operator_classes_;
    std::set<std::pair<Oid, Oid>> default_classes_;  // method and input type
    std::unordered_map<Oid, ExpectedIndex> expected_indexes_;
    // Keys are packed: which catalog, which column, which oid.
    std::unordered_map<std::uint64_t, Known> known_;
    std::unordered_map<std::uint64_t, std::uint64_t> aliases_;
    std::unordered_set<std::uint64_t> extension_members_;
    std::vector<GrantRow> grants_;
    std::vector<Given> given_;
    std::vector<CommentRow> comments_;
    std::vector<LabelRow> labels_;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> dependencies_;
    std::vector<Untracked> untracked_;
    std::vector<std::string> warnings_;
};

}  // namespace lockstep::schema
