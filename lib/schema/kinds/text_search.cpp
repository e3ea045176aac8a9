#include <map>

#include "base/text.hpp"
#include "schema/kinds/items.hpp"

namespace lockstep::schema {

namespace {

std::string query_parsers(int) {
    return fmt::format(
        "SELECT p.oid, n.nspname, p.prsname, p.prsstart::regproc, p.prstoken::regproc, "
        "p.prsend::regproc, "
        "nullif(p.prsheadline, 0)::regproc, p.prslextype::regproc FROM pg_ts_parser p "
        "JOIN pg_namespace n ON n.oid = p.prsnamespace WHERE {}",
        of_users);
}

std::string query_templates(int) {
    return fmt::format(
        "SELECT t.oid, n.nspname, t.tmplname, nullif(t.tmplinit, 0)::regproc, "
        "t.tmpllexize::regproc FROM pg_ts_template t "
        "JOIN pg_namespace n ON n.oid = t.tmplnamespace WHERE {}",
        of_users);
}

std::string query_dictionaries(int) {
    return fmt::format(
        "SELECT d.oid, n.nspname, d.dictname, d.dictowner, format('%I.%I', tn.nspname, "
        "t.tmplname), d.dictinitoption "
        "FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON "
        "t.oid = d.dicttemplate "
        "JOIN pg_namespace tn ON tn.oid = t.tmplnamespace WHERE {}",
        of_users);
}

// Mappings: `asciiword=public.my_dict, pg_catalog.simple`, in the order of the parser's tokens.
std::string query_configurations(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, c.cfgname, c.cfgowner, format('%I.%I', pn.nspname, p.prsname), "
        "ARRAY(SELECT format('%s=%s', t.alias, string_agg(m.mapdict::regdictionary::text, ', ' "
        "ORDER BY m.mapseqno)) "
        "FROM pg_ts_config_map m JOIN ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype "
        "WHERE m.mapcfg = c.oid "
        "GROUP BY t.tokid, t.alias ORDER BY t.tokid) "
        "FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON "
        "p.oid = c.cfgparser "
        "JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE {}",
        of_users);
}

Sql functions(Object const& object, std::initializer_list<std::pair<Sql, std::string_view>> names) {
    std::vector<Sql> parts;
    for (auto const& [name, property] : names) {
        if (auto const value = object[property]; !value.empty()) {
            parts.push_back(sql("{} = {}", name, raw(value)));
        }
    }
    return comma_separated(parts);
}

Statements create_parser(Object const& object, Schema const&) {
    auto const parts = functions(object, {{sql("START"), "start"},
                                          {sql("GETTOKEN"), "get_token"},
                                          {sql("END"), "end"},
                                          {sql("HEADLINE"), "headline"},
                                          {sql("LEXTYPES"), "lexeme_types"}});
    return {sql("CREATE TEXT SEARCH PARSER {} ({})", identity(object), parts)};
}

Statements create_template(Object const& object, Schema const&) {
    auto const parts = functions(object, {{sql("INIT"), "init"}, {sql("LEXIZE"), "lexize"}});
    return {sql("CREATE TEXT SEARCH TEMPLATE {} ({})", identity(object), parts)};
}

Statements create_dictionary(Object const& object, Schema const&) {
    auto const options = object["options"];
    return {sql("CREATE TEXT SEARCH DICTIONARY {} (TEMPLATE = {}{})", identity(object),
                raw(object["template"]), options.empty() ? Sql() : sql(", {}", raw(options)))};
}

/// The options of a dictionary by their names: `language = 'english'`.
std::map<std::string_view, std::string_view> options_of(Object const& dictionary) {
    std::map<std::string_view, std::string_view> options;
    for (auto const item : split_list(dictionary["options"])) {
        options.emplace(trim(option_of(item).name), item);
    }
    return options;
}

// An option that stands there without a value is removed.
std::optional<Statements> alter_options(Alteration const& change) {
    auto const before = options_of(change.before);
    auto const after = options_of(change.after);
    std::vector<Sql> parts;
    for (auto const& [name, item] : before) {
        if (!after.contains(name)) {
            parts.push_back(raw(name));
        }
    }
    for (auto const& [name, item] : after) {
        auto const old = before.find(name);
        if (old == before.end() || old->second != item) {
            parts.push_back(raw(item));
        }
    }
    return parts.empty() ? Statements{}
                         : Statements{sql("ALTER TEXT SEARCH DICTIONARY {} ({})",
                                          identity(change.after), comma_separated(parts))};
}

Sql set_mapping(Object const& configuration, Sql const& word, std::string_view mapping) {
    auto const [token, dictionaries] = option_of(mapping);
    return sql("ALTER TEXT SEARCH CONFIGURATION {} {} MAPPING FOR {} WITH {}",
               identity(configuration), word, ident(token), raw(dictionaries));
}

std::optional<Statements> alter_mappings(Alteration const& change) {
    auto const tokens = [](Items const& mappings) {
        Items names;
        for (auto const mapping : mappings) {
            names.push_back(option_of(mapping).name);
        }
        return names;
    };
    auto const before = change.before.list("mappings").items();
    auto const after = change.after.list("mappings").items();
    auto const old_tokens = tokens(before);
    Statements statements;
    for (auto const token : without(old_tokens, tokens(after))) {
        statements.push_back(sql("ALTER TEXT SEARCH CONFIGURATION {} DROP MAPPING FOR {}",
                                 identity(change.after), ident(token)));
    }
    for (auto const mapping : without(after, before)) {
        bool const is_there = has(old_tokens, option_of(mapping).name);
        statements.push_back(
            set_mapping(change.after, is_there ? sql("ALTER") : sql("ADD"), mapping));
    }
    return statements;
}

Statements create_configuration(Object const& object, Schema const&) {
    Statements statements{sql("CREATE TEXT SEARCH CONFIGURATION {} (PARSER = {})", identity(object),
                              raw(object["parser"]))};
    for (auto const mapping : object.list("mappings").items()) {
        statements.push_back(set_mapping(object, sql("ADD"), mapping));
    }
    return statements;
}

}  // namespace

Kind const kind::text_search_parser{
    .name = "text search parser",
    .sql_name = "TEXT SEARCH PARSER",
    .catalog = "pg_ts_parser",
    .properties =
        {comment_property, {"start"}, {"get_token"}, {"end"}, {"headline"}, {"lexeme_types"}},
    .query = query_parsers,
    .create = create_parser};

Kind const kind::text_search_template{.name = "text search template",
                                      .sql_name = "TEXT SEARCH TEMPLATE",
                                      .catalog = "pg_ts_template",
                                      .properties = {comment_property, {"init"}, {"lexize"}},
                                      .query = query_templates,
                                      .create = create_template};

Kind const kind::text_search_dictionary{.name = "text search dictionary",
                                        .sql_name = "TEXT SEARCH DICTIONARY",
                                        .catalog = "pg_ts_dict",
                                        .properties = {owner_property,
                                                       comment_property,
                                                       {"template"},
                                                       {.name = "options", .alter = alter_options}},
                                        .query = query_dictionaries,
                                        .create = create_dictionary};

Kind const kind::text_search_configuration{
    .name = "text search configuration",
    .sql_name = "TEXT SEARCH CONFIGURATION",
    .catalog = "pg_ts_config",
    .properties = {owner_property,
                   comment_property,
                   {"parser"},
                   {.name = "mappings", .shape = Shape::list, .alter = alter_mappings}},
    .query = query_configurations,
    .create = create_configuration};

}  // namespace lockstep::schema
