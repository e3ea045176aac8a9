#include "notify/text.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "support/folder.hpp"

namespace lockstep::tests {
namespace {

using notify::Markup;
using notify::Notice;

Notice sample() {
    return {.title = "shop is not in step with schema/",
            .fingerprint = "0123456789abcdef",
            .findings = {{"critical", "table public.\"<!channel>\" was removed"},
                         {"high", "column public.a.\"b&c\" was added"}},
            .more = 3,
            .when = std::chrono::system_clock::from_time_t(1'795'230'000)};
}

TEST_CASE("a notice to Slack is JSON, and names in it are no markup") {
    auto const json = nlohmann::json::parse(slack_body(sample(), {.channel = "#database"}));
    CHECK(json["channel"] == "#database");
    CHECK(json["text"] ==
          "*shop is not in step with schema/*\n"
          "• _critical_ table public.\"&lt;!channel&gt;\" was removed\n"
          "• _high_ column public.a.\"b&amp;c\" was added\n"
          "… and 3 more\n");
    CHECK(!nlohmann::json::parse(slack_body(sample(), {})).contains("channel"));
}

TEST_CASE("a mail has the header lines that it needs, and lines that end with CR LF") {
    auto const text = mail_text(
        sample(), {.recipients = {"a@x.example", "b@x.example"}, .from = "lockstep@x.example"});
    CHECK(text.find('\n') == text.find("\r\n") + 1);
    CHECK(replace_all(text, "\r\n", "\n") ==
          "Date: Sat, 21 Nov 2026 03:00:00 +0000\n"
          "From: lockstep@x.example\n"
          "To: a@x.example, b@x.example\n"
          "Subject: [lockstep] shop is not in step with schema/\n"
          "MIME-Version: 1.0\n"
          "Content-Type: text/plain; charset=utf-8\n"
          "Content-Transfer-Encoding: 8bit\n"
          "Auto-Submitted: auto-generated\n"
          "\n"
          "shop is not in step with schema/\n"
          "\n"
          "  critical: table public.\"<!channel>\" was removed\n"
          "  high: column public.a.\"b&c\" was added\n"
          "  … and 3 more\n"
          "(lockstep tells of each drift once; this is 0123456789abcdef.)\n");
}

TEST_CASE("a subject that is not ASCII is encoded, in words of whole characters") {
    auto notice = sample();
    notice.title = "";
    for (int i = 0; i < 30; ++i) {
        notice.title += "ö";
    }
    auto const text = mail_text(notice, {.from = "a@b"});
    auto const at = text.find("Subject: ") + 9;
    CHECK(text.substr(at, text.find("\r\nMIME") - at) ==
          "=?UTF-8?B?W2xvY2tzdGVwXSDDtsO2w7bDtsO2w7bDtsO2w7bDtsO2w7bDtsO2w7bDtsO2?=\r\n"
          " =?UTF-8?B?w7bDtsO2w7bDtsO2w7bDtsO2w7bDtsO2w7Y=?=");
}

TEST_CASE("a subject cannot bring header lines of its own") {
    auto notice = sample();
    notice.title = "x\r\nBcc: all@x.example";
    auto const text = mail_text(notice, {.from = "a@b"});
    CHECK(text.find("Subject: [lockstep] x  Bcc: all@x.example\r\n") != std::string::npos);
}

TEST_CASE("a template of one's own makes the text, read as the notice is sent") {
    Folder const folder;
    auto const file =
        folder.write("mine.mustache", "{{title}}: {{#findings}}{{severity}} {{/findings}}");
    auto const json = nlohmann::json::parse(slack_body(sample(), {.template_file = file}));
    CHECK(json["text"] == "shop is not in step with schema/: critical high ");
    CHECK(mail_text(sample(), {.from = "a@b", .template_file = file})
              .ends_with("\r\n\r\nshop is not in step with schema/: critical high "));
    CHECK_THROWS_WITH_AS(
        slack_body(sample(), {.template_file = folder.path("none")}),
        ("cannot read " + folder.path("none") + ": No such file or directory").c_str(), Error);
}

TEST_CASE("a template that is wrong is refused, with its line") {
    CHECK(render(sample(), "{{fingerprint}}: {{more}}", "mine", Markup::none) ==
          "0123456789abcdef: 3");
    CHECK_THROWS_WITH_AS(render(sample(), "{{#findings}}", "mine", Markup::none),
                         "mine:1:1: {{#findings}} is not closed\n  {{#findings}}\n  ^", ParseError);
    CHECK_THROWS_WITH_AS(
        render(sample(), "\n{{titel}}", "mine", Markup::none),
        "mine:2:1: there is nothing called \"titel\" here; did you mean \"title\"?\n"
        "  {{titel}}\n  ^",
        ParseError);
}

}  // namespace
}  // namespace lockstep::tests
