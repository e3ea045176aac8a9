#include "notify/text.hpp"

#include <ctime>

#include <fmt/core.h>
#include <openssl/evp.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "mustache/template.hpp"

namespace lockstep::notify {

namespace {

constexpr std::string_view slack_template =
    "*{{title}}*\n"
    "{{#findings}}\n"
    "• _{{severity}}_ {{text}}\n"
    "{{/findings}}\n"
    "{{#more}}\n"
    "… and {{more}} more\n"
    "{{/more}}\n";

constexpr std::string_view mail_template =
    "{{title}}\n"
    "\n"
    "{{#findings}}\n"
    "  {{severity}}: {{text}}\n"
    "{{/findings}}\n"
    "{{#more}}\n"
    "  … and {{more}} more\n"
    "{{/more}}\n"
    "(lockstep tells of each drift once; this is {{fingerprint}}.)\n";

std::string escaped(std::string text, Markup markup) {
    if (markup == Markup::slack) {
        text = replace_all(std::move(text), "&", "&amp;");
        text = replace_all(std::move(text), "<", "&lt;");
        text = replace_all(std::move(text), ">", "&gt;");
    }
    return text;
}

/// By the user's own template where there is one.
std::string text_of(Notice const& notice, std::string const& file, std::string_view built_in,
                    Markup markup) {
    return file.empty() ? render(notice, built_in, "of notices", markup)
                        : render(notice, read_text_file(file), file, markup);
}

mustache::Data facts_of(Notice const& notice, Markup markup) {
    using Object = mustache::Data::Object;
    mustache::Data::List findings;
    for (auto const& item : notice.findings) {
        findings.emplace_back(Object{{"severity", escaped(item.severity, markup)},
                                     {"text", escaped(item.text, markup)}});
    }
    return Object{{"title", escaped(notice.title, markup)},
                  {"fingerprint", notice.fingerprint},
                  {"findings", std::move(findings)},
                  {"more", notice.more > 0 ? std::to_string(notice.more) : ""}};
}

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    // unsigned char is what OpenSSL calls a byte.
    auto const size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                      reinterpret_cast<unsigned char const*>(bytes.data()),
                                      static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

/// What would end a header line is none of its value.
std::string without_controls(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
    return text;
}

/// The value of a header line: as it is in ASCII, else in RFC 2047's words of at most 75
/// characters, none of which splits a character.
std::string header_value(std::string_view text) {
    bool const ascii = std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
    if (ascii) {
        return std::string(text);
    }
    constexpr std::size_t most_bytes = 45;
    std::string value;
    while (!text.empty()) {
        auto end = std::min(most_bytes, text.size());
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        value += fmt::format("{}=?UTF-8?B?{}?=", value.empty() ? "" : "\r\n ",
                             base64(text.substr(0, end)));
        text.remove_prefix(end);
    }
    return value;
}

std::string mail_date(std::chrono::system_clock::time_point when) {
    auto const seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &parts)};
}

}  // namespace

std::string render(Notice const& notice, std::string_view text, std::string const& name,
                   Markup markup) {
    auto const facts = facts_of(notice, markup);
    mustache::Data const* const all[] = {&facts};
    return mustache::Template(name, std::string(text)).render(all);
}

std::string slack_body(Notice const& notice, config::Slack const& slack) {
    nlohmann::ordered_json json;
    if (!slack.channel.empty()) {
        json["channel"] = slack.channel;
    }
    json["text"] = text_of(notice, slack.template_file, slack_template, Markup::slack);
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string mail_text(Notice const& notice, config::Email const& email) {
    auto const head = fmt::format(
        "Date: {}\n"
        "From: {}\n"
        "To: {}\n"
        "Subject: {}\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        "Auto-Submitted: auto-generated\n\n",
        mail_date(notice.when), email.from, join(email.recipients, ", "),
        replace_all(header_value("[lockstep] " + without_controls(notice.title)), "\r\n", "\n"));
    return replace_all(head + text_of(notice, email.template_file, mail_template, Markup::none),
                       "\n", "\r\n");
}

}  // namespace lockstep::notify
