#include "config/settings.hpp"

#include <nlohmann/json.hpp>

#include <fmt/core.h>

#include "base/text.hpp"
#include "config/keys.hpp"
#include "config/to_json.hpp"

namespace lockstep::config {

namespace {

using Hide = std::function<std::string(std::string const&)>;

/// Walks the table beside the list of origins.
class Lister {
public:
    Lister(Loaded const& loaded, Hide const& hide) : loaded_(loaded), hide_(hide) {}

    void section(Keys const& keys, std::string const& path) {
        for (auto const& key : keys) {
            auto const here = key.name == "*" ? path
                              : path.empty()  ? std::string(key.name)
                                              : fmt::format("{}.{}", path, key.name);
            if (auto const* nested = std::get_if<SectionValue>(&key.value)) {
                section(nested->keys, here);
            } else if (auto const* sections = std::get_if<SectionsValue>(&key.value)) {
                elements(*sections, here);
            } else if (auto const* levels = std::get_if<SeveritiesValue>(&key.value)) {
                severity_levels(*levels, here);
            } else if (!std::holds_alternative<IgnoredValue>(key.value)) {
                setting(key, here);
            }
        }
    }

    std::vector<Setting> take() { return std::move(list_); }

private:
    void elements(SectionsValue const& sections, std::string const& path) {
        bool none = true;
        sections.each([&](std::string const& name, Keys const& keys) {
            none = false;
            section(keys, sections.named ? fmt::format("{}.{}", path, name)
                                         : fmt::format("{}[{}]", path, name));
        });
        if (none && !sections.named) {
            list_.push_back({path, "[]", origin(path), false});
        }
    }

    void severity_levels(SeveritiesValue const& levels, std::string const& path) {
        for (auto const& level : *levels.target) {
            auto const whole = fmt::format("{}.{}", path, level.rule);
            auto const named = fmt::format("{}.{}", whole, level.name);
            auto const& found = loaded_.origins.contains(named) ? named : whole;
            list_.push_back({found, fmt::format("\"{}\"", level.severity), origin(found), false});
        }
    }

    void setting(Key const& key, std::string const& path) {
        Setting setting{path, {}, origin(path), key.secret};
        auto const found = loaded_.origins.find(path);
        auto const* text = std::get_if<TextValue>(&key.value);
        bool const expanded =
            found != loaded_.origins.end() && found->second.raw.find("${") != std::string::npos;
        nlohmann::ordered_json json;
        if (expanded) {
            json = found->second.raw;
        } else if (key.secret && text != nullptr && !text->target->empty()) {
            json = hide_ ? hide_(*text->target) : "(hidden)";
        } else {
            json = text != nullptr ? nlohmann::ordered_json(*text->target)
                                   : value_json(key.value, nullptr);
        }
        setting.value = json.dump();
        list_.push_back(std::move(setting));
    }

    std::string origin(std::string const& path) const {
        auto const found = loaded_.origins.find(path);
        return found == loaded_.origins.end() ? "default" : to_string(found->second.place);
    }

    Loaded const& loaded_;
    Hide const& hide_;
    std::vector<Setting> list_;
};

}  // namespace

std::vector<Setting> settings(Loaded const& loaded, Hide const& hide) {
    auto config = loaded.config;
    Lister lister(loaded, hide);
    lister.section(keys(config), "");
    return lister.take();
}

}  // namespace lockstep::config
