#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

// SQL of SQLite, as far as it must be understood to say where a table and its columns are defined.
namespace lockstep::code::sqlite {

struct Token {
    std::size_t offset = 0;
    std::string_view text;  // "(", "CREATE", "\"a name\"", "'a text'"

    bool is(std::string_view keyword) const;
    /// The name that it stands for: without its quotes.
    std::string name() const;
};

struct Statement {
    std::size_t offset = 0;
    std::string_view text;
    std::vector<Token> tokens;  // the first ones, up to a bound
};

/// Takes a script apart; what stands in strings, comments and triggers divides nothing.
class Script {
public:
    explicit Script(std::string_view text) : text_(text) {}
    /// False at the end. Empty statements are skipped.
    bool next(Statement& statement);

private:
    bool next_token(Token& token);
    std::size_t end_of_quoted(std::size_t at) const;

    std::string_view text_;
    std::size_t at_ = 0;
};

/// Where tables and their columns are defined: by names in lower case, as SQLite compares them.
struct TablePlaces {
    std::size_t table = 0;
    std::map<std::string, std::size_t> columns;
};
using Places = std::map<std::string, TablePlaces>;

/// Notes what a statement defines, renames and adds.
void note_places(Places& places, Statement const& statement);

}  // namespace lockstep::code::sqlite
