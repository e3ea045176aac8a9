#include "sql/split.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "sql/psql.hpp"
#include "sql/tokens.hpp"

namespace lockstep::script {

namespace {

constexpr std::string_view directive_mark = "lockstep:";
constexpr std::size_t deepest_include = 100;

/// SQL_ASCII says nothing of the encoding: that files are UTF-8 is checked when they are read.
bool names_utf8(std::string const& encoding) {
    auto const name = to_lower(encoding);
    return name == "utf8" || name == "utf-8" || name == "unicode" || name == "sql_ascii";
}

/// psql's own rule for `CREATE FUNCTION … BEGIN ATOMIC a; b; END` (psqlscan.l): only behind CREATE
/// [OR REPLACE] FUNCTION or PROCEDURE does BEGIN open a body, in which CASE … END nests.
class BodyDepth {
public:
    void word(Token const& token, std::size_t parentheses) {
        if (words_ < first_.size()) {
            first_[words_] = initial_of(token);
        }
        ++words_;
        if (parentheses > 0 || !creates_routine()) {
            return;
        }
        if (token.is("begin") || (token.is("case") && depth_ > 0)) {
            ++depth_;
        } else if (token.is("end") && depth_ > 0) {
            --depth_;
        }
    }
    bool inside() const { return depth_ > 0; }

private:
    static char initial_of(Token const& token) {
        for (std::string_view const word : {"create", "or", "replace", "function", "procedure"}) {
            if (token.is(word)) {
                return word[0];
            }
        }
        return '\0';
    }
    bool creates_routine() const {
        auto const routine = [](char c) { return c == 'f' || c == 'p'; };
        return first_[0] == 'c' &&
               (routine(first_[1]) || (first_[1] == 'o' && first_[2] == 'r' && routine(first_[3])));
    }

    std::array<char, 4> first_{};
    std::size_t words_ = 0;
    std::size_t depth_ = 0;
};

/// COPY … FROM STDIN, at any depth but inside parentheses.
class CopyWatch {
public:
    void token(Token const& token, std::size_t parentheses) {
        if (first_) {
            copy_ = token.is("copy");
            first_ = false;
        }
        found_ = found_ || (copy_ && parentheses == 0 && after_from_ && token.is("stdin"));
        after_from_ = token.is("from");
    }
    bool found() const { return found_; }

private:
    bool first_ = true;
    bool copy_ = false;
    bool after_from_ = false;
    bool found_ = false;
};

/// What the files of one script have in common while they include one another.
struct Session {
    Script& script;
    SplitOptions const& options;
    std::vector<std::string> open_files;
    std::set<std::string> variables;
    bool standard_strings = true;
};

class Splitter {
public:
    explicit Splitter(Session& session) : session_(session), script_(session.script) {}

    void split_file(ScriptFile file);

private:
    struct Current {  // the statement under way
        bool any = false;
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t parentheses = 0;
        BodyDepth body;
        CopyWatch copy;
    };

    void take(Token const& token);
    void finish_statement();
    void comment(Token const& token);
    void meta(Token const& token);
    void command(MetaCommand meaning, std::string_view name, Token const& token,
                 std::vector<std::string> const& arguments);
    std::string_view meta_name();
    std::string_view rest_of_meta();
    void connect(Token const& token, std::vector<std::string> const& arguments);
    void set(Token const& token, std::vector<std::string> const& arguments);
    void include(Token const& token, std::vector<std::string> const& arguments, bool relative);
    ScriptFile included_file(Token const& token, std::string const& name, bool relative);
    void refuse_variable(Token const& colon);
    void skip_copy_data();
    void follow_settings(std::string_view statement);
    std::size_t line_at(std::size_t offset);

    Session& session_;
    Script& script_;
    std::uint32_t file_ = 0;
    Lexer* lexer_ = nullptr;
    Current current_;
    bool quit_ = false;
    std::size_t line_ = 1;
    std::size_t line_offset_ = 0;
};

/// Offsets come in rising order, so each newline is counted once.
std::size_t Splitter::line_at(std::size_t offset) {
    auto const text = lexer_->text().substr(line_offset_, offset - line_offset_);
    line_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    line_offset_ = offset;
    return line_;
}

void Splitter::split_file(ScriptFile file) {
    script_.files.push_back(std::move(file));
    file_ = static_cast<std::uint32_t>(script_.files.size() - 1);
    auto const& kept = script_.files.back();
    Lexer lexer(kept.text, kept.name, kept.text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    lexer_ = &lexer;
    lexer.standard_strings(session_.standard_strings);
    for (auto token = lexer.next(); token.kind != TokenKind::end && !quit_; token = lexer.next()) {
        if (token.kind == TokenKind::comment) {
            comment(token);
        } else if (token.kind == TokenKind::meta) {
            meta(token);
        } else {
            take(token);
        }
    }
    if (!quit_) {
        finish_statement();
    }
    lexer_ = nullptr;
}

void Splitter::take(Token const& token) {
    if (token.is(';') && current_.parentheses == 0 && !current_.body.inside()) {
        finish_statement();
        return;
    }
    if (token.is(':')) {
        refuse_variable(token);
    }
    if (!current_.any) {
        current_ = Current{};
        current_.any = true;
        current_.begin = token.offset;
    }
    current_.end = token.end();
    if (token.is('(')) {
        ++current_.parentheses;
    } else if (token.is(')') && current_.parentheses > 0) {
        --current_.parentheses;
    } else if (token.kind == TokenKind::word) {
        current_.body.word(token, current_.parentheses);
    }
    current_.copy.token(token, current_.parentheses);
}

void Splitter::finish_statement() {
    if (!current_.any) {
        return;
    }
    auto const text = lexer_->text().substr(current_.begin, current_.end - current_.begin);
    script_.statements.push_back({.text = text,
                                  .file = file_,
                                  .offset = current_.begin,
                                  .line = line_at(current_.begin),
                                  .standard_strings = session_.standard_strings,
                                  .copies_data = current_.copy.found()});
    current_.any = false;
    follow_settings(text);
    if (script_.statements.back().copies_data) {
        skip_copy_data();
    }
}

void Splitter::comment(Token const& token) {
    auto text = token.text;
    text.remove_prefix(2);
    text = trim(text);
    if (!token.text.starts_with("--") || !text.starts_with(directive_mark)) {
        return;
    }
    // Counted from the file's start, for the statement around it may begin before.
    auto const before = lexer_->text().substr(0, token.offset);
    auto const newlines = std::count(before.begin(), before.end(), '\n');
    script_.directives.push_back({.text = std::string(trim(text.substr(directive_mark.size()))),
                                  .file = file_,
                                  .offset = token.offset,
                                  .line = static_cast<std::size_t>(newlines) + 1});
}

/// The data stand on the lines behind the one that ends the statement, up to `\.` or the file's
/// end; what follows on that line itself is read when they are over, as psql does.
void Splitter::skip_copy_data() {
    auto const text = lexer_->text();
    auto const end_of_line = text.find('\n', lexer_->offset());
    auto const rest = trim(text.substr(lexer_->offset(), end_of_line == std::string_view::npos
                                                             ? end_of_line
                                                             : end_of_line - lexer_->offset()));
    if (!rest.empty() && !rest.starts_with("--")) {
        lexer_->fail(lexer_->offset(), "COPY … FROM stdin must be the last on its line");
    }
    auto line = end_of_line;
    while (line != std::string_view::npos) {
        auto const begin = line + 1;
        line = text.find('\n', begin);
        auto content = text.substr(begin, line == std::string_view::npos ? line : line - begin);
        content.remove_suffix(content.ends_with('\r') ? 1 : 0);
        if (content == "\\.") {
            lexer_->move_to(std::min(line, text.size()));
            return;
        }
    }
    lexer_->move_to(text.size());
}

/// `SET standard_conforming_strings = off` changes how the strings behind it read.
void Splitter::follow_settings(std::string_view statement) {
    if (statement.size() > 100 || to_lower(statement.substr(0, 3)) != "set") {
        return;
    }
    auto tokens = tokens_of(statement);
    std::erase_if(tokens, [](Token const& t) { return t.is("session") || t.is("local"); });
    if (tokens.size() != 4 || !tokens[1].is("standard_conforming_strings")) {
        return;
    }
    auto const value = to_lower(tokens[3].kind == TokenKind::string ? string_of(tokens[3])
                                                                    : std::string(tokens[3].text));
    session_.standard_strings = value != "off" && value != "false" && value != "0" && value != "no";
    lexer_->standard_strings(session_.standard_strings);
}

/// psql would put the value of a `\set` variable in place of `:name`; we do not follow that, and so
/// refuse it instead of running another text than psql would.
void Splitter::refuse_variable(Token const& colon) {
    auto name = lexer_->text().substr(colon.end(), 65);
    if (name.starts_with('\'') || name.starts_with('"')) {
        name.remove_prefix(1);
    }
    auto const end = std::find_if(name.begin(), name.end(), [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '_');
    });
    std::string const variable(name.begin(), end);
    if (session_.variables.contains(variable)) {
        lexer_->fail(colon.offset,
                     fmt::format("the psql variable :{} cannot be followed here", variable),
                     "Write its value instead.");
    }
}

std::string_view Splitter::meta_name() {
    auto const text = lexer_->text();
    auto const begin = lexer_->offset();
    auto const end = std::min(text.find_first_of(" \t\r\n\f\v\\'\"", begin), text.size());
    // Symbols such as \! and \; stand alone.
    bool const letter =
        begin < text.size() && ((text[begin] | 0x20) >= 'a') && ((text[begin] | 0x20) <= 'z');
    auto const name =
        text.substr(begin, letter ? end - begin : std::min<std::size_t>(1, text.size() - begin));
    lexer_->move_to(begin + name.size());
    return name;
}

/// The rest of the line, or up to `\\`, behind which SQL goes on.
std::string_view Splitter::rest_of_meta() {
    auto const text = lexer_->text();
    auto const begin = lexer_->offset();
    auto const line = text.substr(begin, text.find('\n', begin) - begin);
    auto const separator = line.find("\\\\");
    if (separator == std::string_view::npos) {
        lexer_->move_to(begin + line.size());
        return line;
    }
    lexer_->move_to(begin + separator + 2);
    return line.substr(0, separator);
}

void Splitter::meta(Token const& token) {
    auto const name = meta_name();
    auto const meaning = meta_command(name);
    if (meaning == MetaCommand::separates) {
        finish_statement();
        return;
    }
    command(meaning, name, token, meta_arguments(rest_of_meta()));
}

void Splitter::command(MetaCommand meaning, std::string_view name, Token const& token,
                       std::vector<std::string> const& arguments) {
    switch (meaning) {
        case MetaCommand::ignored:
        case MetaCommand::separates:
            return;
        case MetaCommand::sends:
            if (!arguments.empty()) {
                lexer_->fail(token.offset,
                             fmt::format("\\{} with arguments cannot be run here", name));
            }
            return finish_statement();
        case MetaCommand::connects:
            return connect(token, arguments);
        case MetaCommand::includes:
            return include(token, arguments, false);
        case MetaCommand::includes_relative:
            return include(token, arguments, true);
        case MetaCommand::sets:
            return set(token, arguments);
        case MetaCommand::encodes:
            if (arguments.size() == 1 && !names_utf8(arguments[0])) {
                lexer_->fail(token.offset, "only files in UTF-8 can be read");
            }
            return;
        case MetaCommand::quits:
            quit_ = true;
            return;
        case MetaCommand::resets:
            current_.any = false;
            return;
        case MetaCommand::stray_end_of_data:
            lexer_->fail(token.offset, "\\. stands here, but no COPY … FROM stdin stands before");
        case MetaCommand::unsupported:
            break;
    }
    lexer_->fail(token.offset,
                 fmt::format("the psql command \\{} cannot be run here", printable(name)),
                 "Write what it does as plain SQL, or leave it out.");
}

/// `pg_dump --create` connects to the database that it has just created.
void Splitter::connect(Token const& token, std::vector<std::string> const& arguments) {
    std::string database;
    for (auto const& argument : arguments) {
        if (database.empty() && !argument.starts_with("-reuse-previous")) {
            database = argument.starts_with("dbname=") ? argument.substr(7) : argument;
        }
    }
    if (!script_.database.empty() && database != script_.database && database != "-") {
        lexer_->fail(token.offset,
                     fmt::format("this connects to a second database, \"{}\" after \"{}\"",
                                 printable(database), printable(script_.database)),
                     "Give each database its own file.");
    }
    script_.database = database == "-" ? script_.database : database;
}

void Splitter::set(Token const& token, std::vector<std::string> const& arguments) {
    if (arguments.size() == 2 && arguments[0] == "AUTOCOMMIT" && to_lower(arguments[1]) != "on") {
        lexer_->fail(token.offset, "\\set AUTOCOMMIT off cannot be followed here",
                     "Write BEGIN and COMMIT instead.");
    }
    if (!arguments.empty()) {
        session_.variables.insert(arguments[0]);
    }
}

/// What is wrong with the file is told where it is named: that is the line to mend.
ScriptFile Splitter::included_file(Token const& token, std::string const& name, bool relative) {
    try {
        return session_.options.include(lexer_->file(), name, relative);
    } catch (Error const& error) {
        lexer_->fail(token.offset, error.what(), error.hint());
    }
}

void Splitter::include(Token const& token, std::vector<std::string> const& arguments,
                       bool relative) {
    if (arguments.size() != 1) {
        lexer_->fail(token.offset, "the name of one file is expected here");
    }
    if (!session_.options.include) {
        lexer_->fail(token.offset, "files cannot be included here");
    }
    if (current_.any) {
        lexer_->fail(token.offset, "a file is included in the midst of a statement");
    }
    auto file = included_file(token, arguments[0], relative);
    if (std::find(session_.open_files.begin(), session_.open_files.end(), file.name) !=
        session_.open_files.end()) {
        lexer_->fail(token.offset, fmt::format("{} includes itself", file.name));
    }
    if (session_.open_files.size() > deepest_include) {
        lexer_->fail(token.offset, "files include one another too deeply");
    }
    session_.open_files.push_back(file.name);
    Splitter(session_).split_file(std::move(file));
    session_.open_files.pop_back();
    lexer_->standard_strings(session_.standard_strings);
}

}  // namespace

void split_into(Script& script, std::string name, std::string text, SplitOptions const& options) {
    Session session{.script = script, .options = options, .open_files = {name}, .variables = {}};
    Splitter(session).split_file({std::move(name), std::move(text)});
}

Script split(std::string name, std::string text, SplitOptions const& options) {
    Script script;
    split_into(script, std::move(name), std::move(text), options);
    return script;
}

}  // namespace lockstep::script
