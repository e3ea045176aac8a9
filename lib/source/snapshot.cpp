#include "schema/snapshot.hpp"

#include "source/definitions.hpp"
#include "source/load_options.hpp"
#include "source/schema_cache.hpp"

namespace lockstep::source {

namespace {

class SnapshotSource : public Source {
public:
    SnapshotSource(std::string path, std::shared_ptr<Files const> files)
        : path_(std::move(path)), files_(std::move(files)) {}

    std::string name() const override { return files_->prefix() + path_; }

    schema::Schema load(LoadOptions const& options) override {
        if (options.use_cache) {
            if (auto schema = cache(options).load({})) {
                return std::move(*schema);
            }
        }
        auto schema = filtered(parse(), options);
        if (options.use_cache) {
            cache(options).store({}, &schema, known_as(schema));
        }
        return schema;
    }

    std::optional<std::string> known_fingerprint(LoadOptions const& options) override {
        auto const entry = options.use_cache ? cache(options).look() : std::nullopt;
        return entry ? std::optional(entry->fingerprint) : std::nullopt;
    }

private:
    std::string const& text() {
        if (!text_) {
            text_ = files_->read(path_);
        }
        return *text_;
    }

    schema::Schema parse() {
        return path_.ends_with(".json") ? schema::from_snapshot_json(text(), name())
                                        : schema::from_snapshot_yaml(text(), name());
    }

    SchemaCache cache(LoadOptions const& options) {
        if (!key_) {
            // The file's name stands in the places and decides how it is read.
            key_ = digest_of({"snapshot", to_hex(digest_of(options)), name(), text()});
        }
        return SchemaCache(*key_);
    }

    std::string path_;
    std::shared_ptr<Files const> files_;
    std::optional<std::string> text_;
    std::optional<Digest> key_;
};

}  // namespace

std::unique_ptr<Source> snapshot_source(std::string const& path,
                                        std::shared_ptr<Files const> const& files) {
    return std::make_unique<SnapshotSource>(path, files);
}

}  // namespace lockstep::source
