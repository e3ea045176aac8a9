#include "sql/expression.hpp"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include <fmt/core.h>
#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace lockstep {

namespace {

using Node = PgQuery__Node;

[[noreturn]] void refuse(std::string_view text, std::string const& why) {
    throw Error(ExitCode::bad_input, fmt::format("the expression \"{}\" {}", printable(text), why));
}

struct FreeTree {
    void operator()(PgQuery__ParseResult* tree) const {
        pg_query__parse_result__free_unpacked(tree, nullptr);
    }
};
using Tree = std::unique_ptr<PgQuery__ParseResult, FreeTree>;

constexpr std::string_view select = "SELECT ";

/// Null, and what the problem is, where it does not follow the grammar.
Tree try_to_parse(std::string_view text, std::string& problem) {
    // The text cannot close the parenthesis without an end that the grammar refuses, or that shows
    // in the tree; a comment in it ends with the line.
    auto const statement = fmt::format("{}({}\n)", select, text);
    auto result = pg_query_parse_protobuf(statement.c_str());
    Tree tree;
    if (result.error != nullptr) {
        problem = result.error->message;
    } else {
        // uint8_t is what protobuf calls a byte.
        tree.reset(pg_query__parse_result__unpack(
            nullptr, result.parse_tree.len,
            reinterpret_cast<std::uint8_t const*>(result.parse_tree.data)));
        problem = tree == nullptr ? "its parse tree cannot be read" : "";
    }
    pg_query_free_protobuf_parse_result(result);
    return tree;
}

/// The one value that a SELECT of nothing else selects; null where it has anything else.
Node* selected(PgQuery__ParseResult const& tree) {
    if (tree.n_stmts != 1 || tree.stmts[0]->stmt->node_case != PG_QUERY__NODE__NODE_SELECT_STMT) {
        return nullptr;
    }
    auto const& it = *tree.stmts[0]->stmt->select_stmt;
    bool const is_bare =
        it.n_target_list == 1 && it.n_distinct_clause == 0 && it.into_clause == nullptr &&
        it.n_from_clause == 0 && it.where_clause == nullptr && it.n_group_clause == 0 &&
        it.having_clause == nullptr && it.n_window_clause == 0 && it.n_values_lists == 0 &&
        it.n_sort_clause == 0 && it.limit_offset == nullptr && it.limit_count == nullptr &&
        it.n_locking_clause == 0 && it.with_clause == nullptr && it.larg == nullptr &&
        it.rarg == nullptr;
    if (!is_bare || it.target_list[0]->node_case != PG_QUERY__NODE__NODE_RES_TARGET) {
        return nullptr;
    }
    auto const& target = *it.target_list[0]->res_target;
    bool const is_unnamed = target.name == nullptr || *target.name == '\0';
    return is_unnamed && target.n_indirection == 0 ? target.val : nullptr;
}

/// The last of names, where there is no other, or PostgreSQL's own schema alone before it.
std::string_view plain_name(std::span<Node* const> names) {
    auto const text = [](Node const* node) {
        return node->node_case == PG_QUERY__NODE__NODE_STRING ? std::string_view(node->string->sval)
                                                              : std::string_view();
    };
    bool const is_plain =
        names.size() == 1 || (names.size() == 2 && text(names.front()) == "pg_catalog");
    return is_plain ? text(names.back()) : std::string_view();
}

/// Walks over the tree, and gives columns the names that they have in the database.
class Checker {
public:
    Checker(std::string_view text, ExpressionRules const& rules) : text_(text), rules_(rules) {}

    void check(Node* node) {
        if (node == nullptr) {
            return;
        }
        switch (node->node_case) {
            case PG_QUERY__NODE__NODE_A_CONST:
                return;
            case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION:
                return;
            case PG_QUERY__NODE__NODE_COLUMN_REF:
                return check(*node->column_ref);
            case PG_QUERY__NODE__NODE_A_EXPR:
                return check(*node->a_expr);
            case PG_QUERY__NODE__NODE_FUNC_CALL:
                return check(*node->func_call);
            case PG_QUERY__NODE__NODE_TYPE_CAST:
                check(node->type_cast->arg);
                return check(*node->type_cast->type_name);
            case PG_QUERY__NODE__NODE_BOOL_EXPR:
                return check_all(node->bool_expr->args, node->bool_expr->n_args);
            case PG_QUERY__NODE__NODE_NULL_TEST:
                return check(node->null_test->arg);
            case PG_QUERY__NODE__NODE_BOOLEAN_TEST:
                return check(node->boolean_test->arg);
            case PG_QUERY__NODE__NODE_COALESCE_EXPR:
                return check_all(node->coalesce_expr->args, node->coalesce_expr->n_args);
            case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
                return check_all(node->min_max_expr->args, node->min_max_expr->n_args);
            case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
                return check_all(node->a_array_expr->elements, node->a_array_expr->n_elements);
            case PG_QUERY__NODE__NODE_LIST:
                return check_all(node->list->items, node->list->n_items);
            case PG_QUERY__NODE__NODE_CASE_EXPR:
                check(node->case_expr->arg);
                check(node->case_expr->defresult);
                return check_all(node->case_expr->args, node->case_expr->n_args);
            case PG_QUERY__NODE__NODE_CASE_WHEN:
                check(node->case_when->expr);
                return check(node->case_when->result);
            default:
                refuse(text_,
                       "holds what is not allowed: constants, columns, operators, CASE, "
                       "COALESCE, casts and calls of plain functions are");
        }
    }

private:
    void check_all(Node** nodes, std::size_t count) {
        for (auto* const node : std::span(nodes, count)) {
            check(node);
        }
    }

    void check(PgQuery__ColumnRef& it) {
        auto* const only = it.n_fields == 1 ? it.fields[0] : nullptr;
        if (only == nullptr || only->node_case != PG_QUERY__NODE__NODE_STRING) {
            refuse(text_, "names a column in another way than by its name alone");
        }
        auto const name = rules_.column(only->string->sval);
        if (!name) {
            refuse(text_, fmt::format("names a column \"{}\" that is not there",
                                      printable(only->string->sval)));
        }
        // The tree owns its texts, which protobuf-c frees by free().
        std::free(only->string->sval);
        only->string->sval = ::strdup(name->c_str());
    }

    void check(PgQuery__AExpr& it) {
        if (plain_name(std::span(it.name, it.n_name)).empty() || it.n_name != 1) {
            refuse(text_, "names an operator with its schema");
        }
        check(it.lexpr);
        check(it.rexpr);
    }

    void check(PgQuery__FuncCall& it) {
        auto const name = plain_name(std::span(it.funcname, it.n_funcname));
        if (name.empty() || !rules_.is_function_allowed(name)) {
            refuse(text_, fmt::format("calls a function that is not allowed{}{}",
                                      name.empty() ? "" : ": ", printable(name)));
        }
        if (it.n_agg_order > 0 || it.agg_filter != nullptr || it.over != nullptr ||
            it.agg_within_group != 0 || it.agg_star != 0 || it.agg_distinct != 0 ||
            it.func_variadic != 0) {
            refuse(text_, "calls a function over more than one row");
        }
        check_all(it.args, it.n_args);
    }

    void check(PgQuery__TypeName const& it) {
        auto const name = plain_name(std::span(it.names, it.n_names));
        if (name.empty() || it.setof != 0 || it.pct_type != 0 || !rules_.is_type_allowed(name)) {
            refuse(text_, fmt::format("casts to a type that is not allowed{}{}",
                                      name.empty() ? "" : ": ", printable(name)));
        }
        for (auto const* const modifier : std::span(it.typmods, it.n_typmods)) {
            if (modifier->node_case != PG_QUERY__NODE__NODE_A_CONST) {
                refuse(text_, "gives a type something else than numbers");
            }
        }
    }

    std::string_view text_;
    ExpressionRules const& rules_;
};

/// A part of a message, where the generated structs have it.
template <class T>
T& at(ProtobufCMessage& message, std::size_t offset) {
    return *reinterpret_cast<T*>(reinterpret_cast<char*>(&message) + offset);
}

/// Sets all places in the text to 0, so that trees of texts that mean the same are the same.
void forget_places(ProtobufCMessage& message) {
    auto const& of = *message.descriptor;
    for (auto const& field : std::span(of.fields, of.n_fields)) {
        bool const is_other_choice =
            (field.flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 &&
            at<std::uint32_t>(message, field.quantifier_offset) != field.id;
        if (is_other_choice) {
            continue;
        }
        bool const is_place = std::string_view(field.name).ends_with("location") ||
                              std::string_view(field.name) == "stmt_len";
        if (is_place && field.type == PROTOBUF_C_TYPE_INT32) {
            at<std::int32_t>(message, field.offset) = 0;
        } else if (field.type == PROTOBUF_C_TYPE_MESSAGE &&
                   field.label == PROTOBUF_C_LABEL_REPEATED) {
            for (auto* const part : std::span(at<ProtobufCMessage**>(message, field.offset),
                                              at<std::size_t>(message, field.quantifier_offset))) {
                forget_places(*part);
            }
        } else if (field.type == PROTOBUF_C_TYPE_MESSAGE) {
            if (auto* const part = at<ProtobufCMessage*>(message, field.offset)) {
                forget_places(*part);
            }
        }
    }
}

std::vector<std::uint8_t> packed(PgQuery__ParseResult const& tree) {
    std::vector<std::uint8_t> bytes(pg_query__parse_result__get_packed_size(&tree));
    pg_query__parse_result__pack(&tree, bytes.data());
    return bytes;
}

/// Is the text read as that tree, but for the places?
bool is_read_as(PgQuery__ParseResult const& tree, std::string const& expression) {
    std::string problem;
    auto const again = try_to_parse(expression, problem);
    if (again == nullptr) {
        return false;
    }
    forget_places(again->base);
    return packed(tree) == packed(*again);
}

/// `SELECT …` of the tree, without the SELECT. libpg_query leaves parentheses out that matter, at
/// times: what it has written must be read as the same tree.
std::string written(PgQuery__ParseResult& tree, std::string_view text) {
    auto bytes = packed(tree);
    // char is what libpg_query calls a byte.
    auto result = pg_query_deparse_protobuf(
        {.len = bytes.size(), .data = reinterpret_cast<char*>(bytes.data())});
    std::string const problem = result.error != nullptr ? result.error->message : "";
    std::string const statement = problem.empty() ? result.query : "";
    pg_query_free_deparse_result(result);
    if (!problem.empty() || !statement.starts_with(select)) {
        refuse(text, "cannot be written anew: " + problem);
    }
    auto expression = statement.substr(select.size());
    forget_places(tree.base);
    if (!is_read_as(tree, expression)) {
        refuse(text, "cannot be written anew as it is meant; please write it in another way");
    }
    return expression;
}

}  // namespace

Sql checked_expression(std::string_view text, ExpressionRules const& rules) {
    if (text.find('\0') != std::string_view::npos) {
        refuse(text, "holds a character NUL");
    }
    std::string problem;
    auto const tree = try_to_parse(text, problem);
    if (tree == nullptr) {
        refuse(text, "is no expression: " + problem);
    }
    auto* const value = selected(*tree);
    if (value == nullptr) {
        refuse(text, "is more than one expression");
    }
    Checker(text, rules).check(value);
    // Written by libpg_query from a tree of nothing but what has been checked.
    return Sql::from_server(written(*tree, text));
}

}  // namespace lockstep
