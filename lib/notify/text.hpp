#pragma once

#include <string>
#include <string_view>

#include "config/config.hpp"
#include "notify/notice.hpp"

namespace lockstep::notify {

/// How a text marks what would be markup in it: `&` becomes `&amp;` for Slack.
enum class Markup { none, slack };

/// A Mustache template with {{title}}, {{#findings}}{{severity}} {{text}}{{/findings}}, {{more}}
/// (empty where there are no more) and {{fingerprint}}. Throws ParseError when the template is
/// wrong; `name` is for that message.
std::string render(Notice const& notice, std::string_view text, std::string const& name,
                   Markup markup);

/// The body of a request to Slack's incoming webhook, JSON. The text is made by the config's
/// template, which is read each time, or by a built-in one.
std::string slack_body(Notice const& notice, config::Slack const& slack);
/// A mail as it is sent: header lines and text, lines that end with CR LF.
std::string mail_text(Notice const& notice, config::Email const& email);

}  // namespace lockstep::notify
