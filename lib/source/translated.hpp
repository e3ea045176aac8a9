#pragma once

#include "code/project.hpp"
#include "source/source.hpp"

namespace lockstep::source {

/// A source whose definitions are compared in terms of their own.
class TranslatedSource : public Source {
public:
    /// By itself: tables and enums are called as the naming conventions say.
    schema::Schema load(LoadOptions const& options) override;
    std::optional<Translated> translated(schema::Schema const& other,
                                         LoadOptions const& options) override;
    /// What the definitions say of any database follows from their text and the settings.
    std::optional<std::string> known_fingerprint(LoadOptions const& options) override;

protected:
    virtual code::Definitions const& definitions() = 0;
    virtual code::Projector projector(LoadOptions const& options) const = 0;
    /// Of all that the definitions are read from.
    virtual std::string digest() = 0;
};

/// templates/<language>/types.json
std::string_view types_of(std::string_view language);

}  // namespace lockstep::source
