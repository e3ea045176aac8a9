#include "code/checks.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/naming.hpp"
#include "code/postgresql_types.hpp"
#include "code/speech.hpp"

namespace lockstep::code {

namespace {

std::string without_public(std::string_view table) {
    constexpr std::string_view usual = "public.";
    return std::string(table.substr(table.starts_with(usual) ? usual.size() : 0));
}

class Checking {
public:
    explicit Checking(Definitions const& definitions) : definitions_(definitions) {
        for (auto const& record : definitions.records) {
            by_name_.emplace(std::pair(record.terms, record.name), &record);
            if (!record.table.empty()) {
                by_table_.emplace(std::pair(record.terms, without_public(record.table)), &record);
            } else {
                // SQLModel's default.
                by_table_.emplace(std::pair(record.terms, to_lower(record.name)), &record);
            }
        }
    }

    std::vector<Problem> run() {
        for (auto const& each : definitions_.enums) {
            check_spellings(each);
        }
        for (auto const& record : definitions_.records) {
            for (auto const& reference : record.references) {
                check_reference(record, reference);
            }
        }
        for (auto const& record : definitions_.records) {
            find_circle(record);
        }
        return std::move(problems_);
    }

private:
    void tell(TextPlace const& place, std::string message) {
        problems_.push_back({place, std::move(message)});
    }

    Field const* field_of(Record const& record, std::string const& name) {
        auto const [at, is_new] = fields_.try_emplace(&record);
        for (std::size_t i = 0; is_new && i < record.fields.size(); ++i) {
            at->second.try_emplace(record.fields[i].name, i);
        }
        auto const found = at->second.find(name);
        return found == at->second.end() ? nullptr : &record.fields[found->second];
    }

    void check_spellings(Enum const& each) {
        std::map<std::string, Member const*> seen;
        for (auto const& member : each.members) {
            auto const [first, is_new] =
                seen.try_emplace(join(words_of(member.value), "_"), &member);
            // Of "--" and "$$" neither has a word.
            bool const has_words = !words_of(member.value).empty();
            if (!is_new && has_words && first->second->value != member.value) {
                tell(member.place,
                     fmt::format("{} spells a value in two ways: '{}' and '{}'", each.name,
                                 printable(first->second->value), printable(member.value)));
            }
        }
    }

    Record const* target_of(Record const& record, Reference const& reference) const {
        auto const& all = reference.record.empty() ? by_table_ : by_name_;
        auto const& name =
            reference.record.empty() ? without_public(reference.table) : reference.record;
        auto const found = all.find(std::pair(record.terms, name));
        return found == all.end() ? nullptr : found->second;
    }

    void check_reference(Record const& record, Reference const& reference) {
        auto const* const target = target_of(record, reference);
        if (target == nullptr) {
            tell_nowhere(record, reference);
            return;
        }
        if (reference.other_field.empty()) {
            return;
        }
        auto const* const other = field_of(*target, reference.other_field);
        if (other == nullptr) {
            tell(reference.place,
                 fmt::format("{}.{} refers to {}.{}, and there is no such column", record.name,
                             reference.field, target->name, printable(reference.other_field)));
            return;
        }
        check_types(record, reference, *target, *other);
    }

    void tell_nowhere(Record const& record, Reference const& reference) {
        auto const& name = reference.record.empty() ? reference.table : reference.record;
        std::vector<std::string_view> known;
        constexpr std::size_t most = 100;  // looking for what is meant takes time
        for (auto const& [key, each] : reference.record.empty() ? by_table_ : by_name_) {
            if (key.first == record.terms && problems_.size() < most) {
                known.push_back(key.second);
            }
        }
        tell(reference.place,
             fmt::format("{}.{} refers to {}, which is defined nowhere{}", record.name,
                         reference.field, printable(name), did_you_mean(name, known)));
    }

    void check_types(Record const& record, Reference const& reference, Record const& target,
                     Field const& other) {
        auto const* const own = field_of(record, reference.field);
        auto const here = own == nullptr ? std::string{} : words(record.terms, own->type);
        auto const there = words(target.terms, other.type);
        if (!here.empty() && !there.empty() && here != there) {
            tell(reference.place,
                 fmt::format("{}.{} is {}, and {}.{}, which it refers to, is {}", record.name,
                             reference.field, here, target.name, reference.other_field, there));
        }
    }

    /// Empty where it is not known.
    std::string words(Terms terms, Type const& type) const {
        if (type.name == "?" || type.name == "any") {
            return {};
        }
        switch (terms) {
            case Terms::language:
                return to_string(type);
            case Terms::sqlite:
                return sqlite_type(type).name;
            case Terms::drizzle_postgresql:
            case Terms::typeorm:
                break;
        }
        auto const known = orm_type(type, terms, definitions_);
        return known ? known->name : std::string{};
    }

    // --- Circles

    bool is_needed(Record const& record, Reference const& reference) {
        auto const* const field = field_of(record, reference.field);
        return field != nullptr && !field->nullable;
    }

    /// Of foreign keys that may not be NULL: no row of these tables can be the first one. Told at
    /// the first of them, once.
    void find_circle(Record const& start) {
        struct Step {
            Record const* record;
            std::size_t next;
        };
        std::vector<Step> way{{&start, 0}};
        std::set<Record const*> on_way{&start};
        while (!way.empty() && !seen_.contains(&start)) {
            auto& [record, next] = way.back();
            if (next == record->references.size()) {
                seen_.insert(record);
                on_way.erase(record);
                way.pop_back();
                continue;
            }
            auto const& reference = record->references[next++];
            auto const* const target = target_of(*record, reference);
            bool const leads_on = target != nullptr && target != record &&
                                  is_needed(*record, reference) && !seen_.contains(target);
            if (!leads_on) {
                continue;
            }
            auto const same = std::find_if(way.begin(), way.end(),
                                           [&](Step const& step) { return step.record == target; });
            if (same == way.end()) {
                way.push_back({target, 0});
                continue;
            }
            std::vector<std::string> names;
            for (auto step = same; step != way.end(); ++step) {
                names.push_back(step->record->name);
            }
            tell(reference.place,
                 fmt::format("{} need one another: each has a foreign key to the next that may not "
                             "be NULL, so none can have a first row",
                             join(names, ", ")));
        }
    }

    Definitions const& definitions_;
    std::map<std::pair<Terms, std::string>, Record const*> by_name_;
    std::map<std::pair<Terms, std::string>, Record const*> by_table_;
    std::map<Record const*, std::unordered_map<std::string, std::size_t>> fields_;
    std::set<Record const*> seen_;
    std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check(Definitions const& definitions) {
    return Checking(definitions).run();
}

bool are_spellings(std::string_view a, std::string_view b) {
    auto const words = words_of(a);
    return a != b && !words.empty() && words == words_of(b);
}

}  // namespace lockstep::code
