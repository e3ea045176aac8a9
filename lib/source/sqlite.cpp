#include <fmt/core.h>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "code/effort.hpp"
#include "code/sqlite.hpp"
#include "source/definitions.hpp"
#include "source/translated.hpp"

namespace lockstep::source {

namespace {

class SqliteSource : public TranslatedSource {
public:
    SqliteSource(std::string path, std::shared_ptr<Files const> files)
        : path_(std::move(path)), files_(std::move(files)) {
        if (!files_->is_file(path_)) {
            throw Error(
                ExitCode::not_found,
                fmt::format("there is no file {}{}", files_->prefix(), printable(path_)),
                "Name a database of SQLite, or a file of its DDL: sqlite:client/schema.sql");
        }
    }

    std::string name() const override { return files_->prefix() + "sqlite:" + path_; }

    std::string_view language() const override { return "SQLite"; }

protected:
    code::Definitions const& definitions() override {
        if (!definitions_) {
            definitions_ = read();
        }
        return *definitions_;
    }

    code::Projector projector(LoadOptions const& options) const override {
        auto const& language = code::language("typescript");
        code::TypeMap const types(types_of("sqlite"), config::TextMap{}, language);
        return {options.code.naming, types, &language, types, code::Terms::sqlite};
    }

    /// A database may be large; what it defines is not.
    std::string digest() override {
        Sha256 hash;
        for (auto const& record : definitions().records) {
            hash.add(record.table + '\n' + to_string(record.place) + '\n');
            for (auto const& field : record.fields) {
                hash.add(fmt::format("{}\t{}\t{}\t{}\n", field.name, to_string(field.type),
                                     field.nullable, to_string(field.place)));
            }
            for (auto const& key : record.keys) {
                hash.add(fmt::format("{}\t{}\t{}\t{}\t{}\n", key.type, join(key.columns, "\t"),
                                     key.table, join(key.other_columns, "\t"),
                                     to_string(key.place)));
            }
        }
        for (auto const& problem : definitions().problems) {
            hash.add(problem.message + '\n');
        }
        return to_hex(hash.finish());
    }

private:
    code::Definitions read() const {
        auto const shown = files_->prefix() + path_;
        if (!code::is_sqlite_database(files_->head(path_))) {
            constexpr auto hint =
                "Its tables are enough: those that `sqlite3 FILE .schema` prints.";
            code::refuse_too_large(shown, files_->size(path_).value_or(0), hint);
            return code::read_sqlite_script({shown, files_->read(path_)});
        }
        return files_->on_disk() ? code::read_sqlite_file(path_, shown)
                                 : code::read_sqlite_image(files_->bytes(path_), shown);
    }

    std::string path_;
    std::shared_ptr<Files const> files_;
    std::optional<code::Definitions> definitions_;
};

}  // namespace

std::unique_ptr<Source> sqlite_source(std::string const& path,
                                      std::shared_ptr<Files const> const& files) {
    return std::make_unique<SqliteSource>(path, files);
}

}  // namespace lockstep::source
