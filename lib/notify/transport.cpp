#include "notify/transport.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <new>

#include <curl/curl.h>
#include <fmt/core.h>

#include "base/text.hpp"

namespace lockstep::notify {

namespace {

template <auto free>
struct Freed {
    template <typename T>
    void operator()(T* it) const {
        free(it);
    }
};
using Easy = std::unique_ptr<CURL, Freed<curl_easy_cleanup>>;
using List = std::unique_ptr<curl_slist, Freed<curl_slist_free_all>>;
using Url = std::unique_ptr<CURLU, Freed<curl_url_cleanup>>;
using Text = std::unique_ptr<char, Freed<curl_free>>;

Url parsed(std::string const& url) {
    Url it(curl_url());
    if (!it || curl_url_set(it.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
        return nullptr;
    }
    return it;
}

std::string part(Url const& url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (!url || curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) {
        return {};
    }
    return Text(text).get();
}

bool is_loopback(Url const& url) {
    auto const host = part(url, CURLUPART_HOST);
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

/// Whatever a message might repeat of it.
std::string without_secrets(std::string message, std::string const& url) {
    auto const parsed_url = parsed(url);
    std::vector<std::string> secrets{url};
    for (auto const which : {CURLUPART_PATH, CURLUPART_QUERY, CURLUPART_USER, CURLUPART_PASSWORD}) {
        secrets.push_back(part(parsed_url, which));
        secrets.push_back(part(parsed_url, which, CURLU_URLDECODE));
    }
    for (auto const& secret : secrets) {
        if (secret.size() > 1) {  // a path of "/" is none
            message = replace_all(std::move(message), secret, "…");
        }
    }
    return message;
}

/// What the server answered; of a long text the beginning.
struct Answer {
    std::string text;

    static std::size_t take(char const* bytes, std::size_t size, std::size_t count, void* to) {
        constexpr std::size_t most = 300;
        auto& text = static_cast<Answer*>(to)->text;
        text.append(bytes, std::min(size * count, most - std::min(most, text.size())));
        return size * count;
    }
    /// Of SMTP: the last line that says no.
    static std::size_t take_line(char const* bytes, std::size_t size, std::size_t count, void* to) {
        if (size * count == 0 || (bytes[0] != '4' && bytes[0] != '5')) {
            return size * count;
        }
        static_cast<Answer*>(to)->text.clear();
        return take(bytes, size, count, to);
    }
};

/// What is left of a mail to be sent.
struct Rest {
    std::string_view text;

    static std::size_t give(char* buffer, std::size_t size, std::size_t count, void* from) {
        auto& text = static_cast<Rest*>(from)->text;
        auto const bytes = std::min(size * count, text.size());
        std::memcpy(buffer, text.data(), bytes);
        text.remove_prefix(bytes);
        return bytes;
    }
};

bool may_pass(CURLcode code, long status) {
    constexpr auto passing = std::to_array(
        {CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
         CURLE_OPERATION_TIMEDOUT, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
         CURLE_SSL_CONNECT_ERROR, CURLE_PARTIAL_FILE, CURLE_WEIRD_SERVER_REPLY});
    // SMTP: from 400 on "try again", from 500 on "no".
    return status >= 400 ? status < 500
                         : std::find(passing.begin(), passing.end(), code) != passing.end();
}

class Request {
public:
    Request(std::string const& url, Link const& link) : url_(url), easy_(curl_easy_init()) {
        if (!easy_) {
            throw std::bad_alloc();
        }
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_ERRORBUFFER, error_.data());
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(link.connect_timeout.count()));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(link.timeout.count()));
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!link.ca_file.empty()) {
            set(CURLOPT_CAINFO, link.ca_file.c_str());
        }
        if (is_loopback(parsed(url))) {
            set(CURLOPT_PROXY, "");
        }
    }

    template <typename Value>
    void set(CURLoption option, Value value) {
        auto const code = curl_easy_setopt(easy_.get(), option, value);
        if (code != CURLE_OK) {
            throw std::runtime_error(fmt::format("curl: {}", curl_easy_strerror(code)));
        }
    }

    CURLcode perform() { return curl_easy_perform(easy_.get()); }

    template <typename Value>
    Value info(CURLINFO which) const {
        Value value{};
        curl_easy_getinfo(easy_.get(), which, &value);
        return value;
    }

    Failure failure(CURLcode code, std::string_view answer = {}) const {
        std::string why = error_[0] != '\0' ? error_.data() : curl_easy_strerror(code);
        if (!trim(answer).empty()) {
            why += fmt::format(" ({})", trim(answer));
        }
        return {.why = printable(without_secrets(std::move(why), url_)),
                .may_pass = may_pass(code, info<long>(CURLINFO_RESPONSE_CODE))};
    }

private:
    std::string const& url_;
    std::array<char, CURL_ERROR_SIZE> error_{};
    Easy easy_;
};

/// libcurl wants to be prepared once, before there are threads that use it.
void prepare() {
    static auto const code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) {
        throw std::runtime_error(fmt::format("curl: {}", curl_easy_strerror(code)));
    }
}

List list_of(std::vector<std::string> const& texts) {
    List list;
    for (auto const& text : texts) {
        auto* const longer = curl_slist_append(list.get(), text.c_str());
        if (longer == nullptr) {
            throw std::bad_alloc();
        }
        static_cast<void>(list.release());
        list.reset(longer);
    }
    return list;
}

std::string fault(std::string const& url, std::string_view safe, std::string_view on_loopback,
                  std::string_view form) {
    auto const it = parsed(url);
    auto const scheme = part(it, CURLUPART_SCHEME);
    if (!it || part(it, CURLUPART_HOST).empty()) {
        return fmt::format("is no URL; it looks like {}", form);
    }
    if (scheme == safe || (scheme == on_loopback && (is_loopback(it) || scheme == "smtp"))) {
        return {};
    }
    return fmt::format("begins with {}://, and {}:// is needed", printable(scheme), safe);
}

}  // namespace

std::string fault_of_webhook(std::string const& url) {
    return fault(url, "https", "http", "https://hooks.slack.com/services/…");
}

std::string fault_of_mail_server(std::string const& url) {
    return fault(url, "smtps", "smtp", "smtps://USER:PASSWORD@HOST:465");
}

std::string public_part(std::string const& url) {
    auto const it = parsed(url);
    return fmt::format("{}://{}", printable(part(it, CURLUPART_SCHEME)),
                       printable(part(it, CURLUPART_HOST)));
}

std::optional<Failure> post_json(std::string const& url, std::string const& body,
                                 Link const& link) {
    prepare();
    Request request(url, link);
    auto const headers = list_of({"Content-Type: application/json", "Expect:"});
    Answer answer;
    request.set(CURLOPT_PROTOCOLS_STR, "http,https");
    request.set(CURLOPT_HTTPHEADER, headers.get());
    request.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    request.set(CURLOPT_POSTFIELDS, body.data());
    request.set(CURLOPT_WRITEFUNCTION, &Answer::take);
    request.set(CURLOPT_WRITEDATA, &answer);
    if (auto const code = request.perform(); code != CURLE_OK) {
        return request.failure(code);
    }
    constexpr long success = 200;
    constexpr long redirection = 300;
    constexpr long too_many = 429;
    constexpr long server_error = 500;
    auto const status = request.info<long>(CURLINFO_RESPONSE_CODE);
    if (status >= success && status < redirection) {
        return std::nullopt;
    }
    auto const text = without_secrets(std::string(trim(answer.text)), url);
    return Failure{
        .why = fmt::format("HTTP status {}{}", status, text.empty() ? "" : ": " + printable(text)),
        .may_pass = status == too_many || status >= server_error,
        .wait = std::chrono::seconds(request.info<curl_off_t>(CURLINFO_RETRY_AFTER))};
}

std::optional<Failure> send_mail(std::string const& url, Mail const& mail, Link const& link) {
    prepare();
    Request request(url, link);
    auto const recipients = list_of(mail.to);
    Rest rest{mail.text};
    Answer answer;
    request.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    // On loopback too where the server offers it; elsewhere never without.
    request.set(CURLOPT_USE_SSL,
                static_cast<long>(is_loopback(parsed(url)) ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    request.set(CURLOPT_MAIL_FROM, mail.from.c_str());
    request.set(CURLOPT_MAIL_RCPT, recipients.get());
    request.set(CURLOPT_UPLOAD, 1L);
    request.set(CURLOPT_READFUNCTION, &Rest::give);
    request.set(CURLOPT_READDATA, &rest);
    request.set(CURLOPT_HEADERFUNCTION, &Answer::take_line);
    request.set(CURLOPT_HEADERDATA, &answer);
    if (auto const code = request.perform(); code != CURLE_OK) {
        return request.failure(code, answer.text);
    }
    return std::nullopt;
}

}  // namespace lockstep::notify
