#include <fmt/core.h>

#include "source/definitions.hpp"
#include "source/load_options.hpp"
#include "store/versions.hpp"

namespace lockstep::source {

namespace {

/// A version that was recorded, as it stands in the store.
class VersionSource : public Source {
public:
    VersionSource(store::Versions versions, std::string_view name)
        : versions_(std::move(versions)), version_(versions_.find(name)) {}

    /// By its number: tags move, and the newest version does not stay so.
    std::string name() const override { return fmt::format("version:{}", version_.number); }

    schema::Schema load(LoadOptions const& options) override {
        return filtered(versions_.read(version_), options);
    }

private:
    store::Versions versions_;
    store::Version version_;
};

}  // namespace

std::unique_ptr<Source> version_source(std::string const& folder, std::string_view name) {
    return std::make_unique<VersionSource>(store::Versions(folder), name);
}

}  // namespace lockstep::source
