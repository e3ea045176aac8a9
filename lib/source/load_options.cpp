#include "source/load_options.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "source/cache_files.hpp"

namespace lockstep::source {

namespace {

using schema::Kind;
using schema::Names;
using schema::ObjectId;

std::string with_dots(Names names) {
    std::string text;
    for (auto const name : names.items()) {
        text += (text.empty() ? "" : ".") + std::string(name);
    }
    return text;
}

bool name_fits(IgnorePattern const& pattern, Names names) {
    bool const innermost = pattern.name.find('.') == std::string::npos;
    return matches_glob(pattern.name, innermost ? std::string(names.back()) : with_dots(names));
}

/// Tables, views, types share their names' space, so that of `public.orders.total` the whole can
/// be but one of them.
bool may_have_parts(Kind const& kind) {
    return kind.part_of_names == 0 && (kind.catalog == "pg_class" || kind.catalog == "pg_type");
}

bool kind_may_fit(IgnorePattern const& pattern) {
    return std::any_of(schema::kinds().begin(), schema::kinds().end(), [&](Kind const* kind) {
        return may_have_parts(*kind) && matches_glob(pattern.kind, kind->name);
    });
}

bool fits(IgnorePattern const& pattern, ObjectId const& id) {
    if (matches_glob(pattern.kind, id.kind->name) && name_fits(pattern, id.names)) {
        return true;
    }
    return id.kind->part_of_names > 0 && kind_may_fit(pattern) &&
           name_fits(pattern, id.names.first(id.kind->part_of_names));
}

}  // namespace

std::function<bool(ObjectId const&)> left_out(LoadOptions const& options) {
    if (options.ignore.empty()) {
        return nullptr;
    }
    return [patterns = options.ignore](ObjectId const& id) {
        return std::any_of(patterns.begin(), patterns.end(),
                           [&](IgnorePattern const& pattern) { return fits(pattern, id); });
    };
}

schema::Schema filtered(schema::Schema schema, LoadOptions const& options) {
    auto const ignored = left_out(options);
    auto const& wanted = options.namespaces;
    std::erase_if(schema.objects, [&](schema::Object const& object) {
        bool const elsewhere =
            !wanted.empty() && object.id.kind->in_namespace &&
            std::find(wanted.begin(), wanted.end(), object.id.names.front()) == wanted.end();
        return elsewhere || (ignored && ignored(object.id));
    });
    return schema;
}

Digest digest_of(LoadOptions const& options) {
    Sha256 hash;
    add_part(hash, options.dependencies ? "with dependencies" : "");
    add_part(hash, std::to_string(options.namespaces.size()));
    for (auto const& name : options.namespaces) {
        add_part(hash, name);
    }
    add_part(hash, std::to_string(options.ignore.size()));
    for (auto const& pattern : options.ignore) {
        add_part(hash, pattern.kind);
        add_part(hash, pattern.name);
    }
    return hash.finish();
}

}  // namespace lockstep::source
