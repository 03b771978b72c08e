#include "act/outgoing_settings.h"

#include <algorithm>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/decimal.h"
#include "base/suggest.h"
#include "base/text.h"
#include "formats/signature.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDocumentKind = "settings";
constexpr std::string_view kDocumentName = "mail";
constexpr std::string_view kShown = "(set)";
constexpr std::string_view kSecretPrefix = "whsec_";
constexpr size_t kSettingBytesMax = 1000;
constexpr size_t kSecretBytesMin = 24;
constexpr size_t kSecretBytesMax = 64;

Status expected(std::string_view what) { return Status::invalid(std::string(what) + " was expected"); }

Status any(std::string_view) { return {}; }

Status web_address(std::string_view text) {
  const bool web = text.starts_with("https://") || text.starts_with("http://");
  const std::string_view rest = web ? text.substr(text.find("//") + 2) : std::string_view();
  if (rest.empty() || rest.front() == '/' || text.find_first_of(" \"<>\\") != std::string_view::npos) {
    return expected("an address that begins with https://");
  }
  return {};
}

Status tls_word(std::string_view text) {
  return text == "starttls" || text == "tls" || text == "none" ? Status() : expected("starttls, tls or none");
}

Status sender(std::string_view text) {
  return mail_address(text).empty() ? expected("an address, such as Shop <ask@example.com>,") : Status();
}

Status signing_secret(std::string_view text) {
  const Result<std::string> key =
      text.starts_with(kSecretPrefix) ? from_base64(text.substr(kSecretPrefix.size())) : Status::invalid("");
  if (!key || key->size() < kSecretBytesMin || key->size() > kSecretBytesMax) {
    return expected("whsec_ and 24 to 64 bytes in base64");
  }
  return {};
}

struct Setting {
  std::string_view name;
  bool secret = false;
  std::string OutgoingSettings::*text = nullptr;
  Status (*check)(std::string_view) = any;
  int64_t OutgoingSettings::*number = nullptr;
  int64_t least = 0;
  int64_t most = 0;
  bool OutgoingSettings::*truth = nullptr;
};

using S = OutgoingSettings;
const std::array<Setting, 17>& all_settings() {
  static const std::array<Setting, 17> kAll{{
      {"base_url", false, &S::base_url, web_address},
      {"host", false, &S::host},
      {"port", false, nullptr, any, &S::port, 1, 65535},
      {"tls", false, &S::tls, tls_word},
      {"user", false, &S::user},
      {"password", true, &S::password},
      {"from", false, &S::from, sender},
      {"reply_to", false, &S::reply_to, sender},
      {"ca_file", false, &S::ca_file},
      {"per_minute", false, nullptr, any, &S::per_minute, 1, 100'000},
      {"webhook_url", false, &S::webhook_url, web_address},
      {"webhook_secret", true, &S::webhook_secret, signing_secret},
      {"sms_url", false, &S::sms_url, web_address},
      {"sms_account", false, &S::sms_account},
      {"sms_token", true, &S::sms_token},
      {"sms_from", false, &S::sms_from},
      {"allow_private", false, nullptr, any, nullptr, 0, 0, &S::allow_private},
  }};
  return kAll;
}

Status set_one(const Setting& setting, OutgoingSettings& settings, std::string_view text) {
  static const OutgoingSettings kUsual;
  if (setting.number != nullptr) {
    if (text.empty()) return settings.*setting.number = kUsual.*setting.number, Status();
    const Result<int64_t> number = parse_integer(text);
    if (!number || *number < setting.least || *number > setting.most) {
      return expected("a number from " + std::to_string(setting.least) + " to " + std::to_string(setting.most));
    }
    settings.*setting.number = *number;
    return {};
  }
  if (setting.truth != nullptr) {
    if (!text.empty() && text != "true" && text != "false") return expected("true or false");
    settings.*setting.truth = text == "true";
    return {};
  }
  if (text.size() > kSettingBytesMax) return Status::limit("is too long");
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; })) {
    return Status::invalid("holds a control character");
  }
  if (text.empty()) return settings.*setting.text = kUsual.*setting.text, Status();
  SOJOURN_CHECK(setting.check(text));
  settings.*setting.text = text;
  return {};
}

std::string text_of(const Setting& setting, const OutgoingSettings& settings) {
  if (setting.number != nullptr) return std::to_string(settings.*setting.number);
  if (setting.truth != nullptr) return settings.*setting.truth ? "true" : "false";
  return settings.*setting.text;
}

}  // namespace

Status set_outgoing(OutgoingSettings& settings, std::string_view name, std::string_view text) {
  for (const Setting& each : all_settings()) {
    if (each.name != name) continue;
    const Status set = set_one(each, settings, trim(text));
    return set.ok() ? set : Status(set.code(), set.message(), std::string(name));
  }
  std::vector<std::string> names;
  for (const Setting& each : all_settings()) names.emplace_back(each.name);
  return Status::invalid("there is no such setting." + did_you_mean(name, names), std::string(name));
}

std::vector<NamedSetting> outgoing_texts(const OutgoingSettings& settings, bool shown) {
  std::vector<NamedSetting> texts;
  for (const Setting& each : all_settings()) {
    std::string text = text_of(each, settings);
    if (shown && each.secret && !text.empty()) text = kShown;
    texts.emplace_back(each.name, std::move(text));
  }
  return texts;
}

Result<std::unique_ptr<OutgoingBook>> OutgoingBook::open(Store& store) {
  std::unique_ptr<OutgoingBook> book(new OutgoingBook(store));
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kDocumentKind));
  for (const Document& document : documents) {
    if (document.name != kDocumentName) continue;
    const Json json = Json::parse(document.text, nullptr, false);
    if (!json.is_object()) return Status::corruption("the settings of mail cannot be read", std::string(kDocumentName));
    for (const auto& [name, value] : json.items()) {
      const Status set = value.is_string() ? set_outgoing(book->settings_, name, value.get<std::string>()) : any(name);
      if (!set.ok()) return Status::corruption(set.to_string(), std::string(kDocumentName));
    }
  }
  return book;
}

OutgoingSettings OutgoingBook::get() const {
  const std::shared_lock lock(mutex_);
  return settings_;
}

Status OutgoingBook::set(const std::vector<NamedSetting>& changes) {
  const std::lock_guard changing(changing_);
  OutgoingSettings settings = get();
  for (const auto& [name, text] : changes) {
    // What was shown instead of a secret is not the secret.
    if (text != kShown) SOJOURN_CHECK(set_outgoing(settings, name, text));
  }
  Json json = Json::object();
  for (const auto& [name, text] : outgoing_texts(settings, false)) {
    if (!text.empty()) json[name] = text;
  }
  const Document document{std::string(kDocumentKind), std::string(kDocumentName),
                          json.dump(-1, ' ', false, Json::error_handler_t::replace)};
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  const std::unique_lock lock(mutex_);
  settings_ = std::move(settings);
  return {};
}

std::string mail_address(std::string_view text) {
  const size_t open = text.rfind('<');
  if (open != std::string_view::npos) {
    if (text.back() != '>') return {};
    text = text.substr(open + 1, text.size() - open - 2);
  }
  text = trim(text);
  const size_t at = text.find('@');
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && std::string_view("<>()[]\\,;:\"").find(c) == std::string_view::npos &&
           c != '\x7f';
  });
  if (!plain || at == std::string_view::npos || at == 0 || at + 1 == text.size() || text.size() > 254 ||
      text.find('@', at + 1) != std::string_view::npos) {
    return {};
  }
  return std::string(text);
}

}  // namespace sojourn
