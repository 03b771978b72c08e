#include "event/identifier.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, kIdentifierKindCount> kKinds{"id",     "email",   "phone",  "anonymous",
                                                                    "device", "account", "unknown"};

// What systems write when they know nobody. Compared in lower case.
constexpr std::array<std::string_view, 32> kNobody{"#n/a",
                                                   "(none)",
                                                   "(not set)",
                                                   "(null)",
                                                   "-",
                                                   "--",
                                                   "-1",
                                                   "?",
                                                   "[object object]",
                                                   "anonymous",
                                                   "distinct_id",
                                                   "empty",
                                                   "false",
                                                   "guest",
                                                   "missing",
                                                   "n.a.",
                                                   "n/a",
                                                   "na",
                                                   "nan",
                                                   "nil",
                                                   "nobody",
                                                   "none",
                                                   "not_authenticated",
                                                   "null",
                                                   "true",
                                                   "unbekannt",
                                                   "undefined",
                                                   "unidentified",
                                                   "unknown",
                                                   "unknown@unknown",
                                                   "unset",
                                                   "void"};
static_assert(std::is_sorted(kNobody.begin(), kNobody.end()));

// Words that say what sort of device it is, not which one.
constexpr std::array<std::string_view, 41> kGenericDevices{
    "amazon",  "android", "app",   "apple",   "apple watch", "bot",     "browser",  "chrome",     "computer",
    "console", "crawler", "ctv",   "desktop", "edge",        "firefox", "google",   "huawei",     "ios",
    "ipad",    "iphone",  "ipod",  "kiosk",   "laptop",      "linux",   "mac",      "macos",      "mobile",
    "other",   "pc",      "phone", "robot",   "safari",      "samsung", "smart tv", "smartphone", "smarttv",
    "tablet",  "tv",      "watch", "web",     "windows"};
static_assert(std::is_sorted(kGenericDevices.begin(), kGenericDevices.end()));

// Local parts of mailboxes that many people share, in the languages we meet most.
constexpr std::array<std::string_view, 61> kSharedMailboxes{"abuse",
                                                            "accounting",
                                                            "accounts",
                                                            "admin",
                                                            "administrator",
                                                            "atencion",
                                                            "atendimento",
                                                            "billing",
                                                            "booking",
                                                            "bookings",
                                                            "buero",
                                                            "business",
                                                            "careers",
                                                            "contact",
                                                            "contacto",
                                                            "contato",
                                                            "customerservice",
                                                            "customersupport",
                                                            "do-not-reply",
                                                            "donotreply",
                                                            "enquiries",
                                                            "enquiry",
                                                            "feedback",
                                                            "finance",
                                                            "frontdesk",
                                                            "hello",
                                                            "help",
                                                            "helpdesk",
                                                            "hostmaster",
                                                            "hr",
                                                            "info",
                                                            "information",
                                                            "inquiries",
                                                            "invoices",
                                                            "jobs",
                                                            "klantenservice",
                                                            "kontakt",
                                                            "kundenservice",
                                                            "mail",
                                                            "mailer-daemon",
                                                            "marketing",
                                                            "news",
                                                            "newsletter",
                                                            "no-reply",
                                                            "no_reply",
                                                            "noreply",
                                                            "office",
                                                            "orders",
                                                            "postmaster",
                                                            "reception",
                                                            "reservations",
                                                            "root",
                                                            "sales",
                                                            "security",
                                                            "service",
                                                            "shop",
                                                            "support",
                                                            "team",
                                                            "vendas",
                                                            "ventas",
                                                            "webmaster"};
static_assert(std::is_sorted(kSharedMailboxes.begin(), kSharedMailboxes.end()));

template <size_t n>
bool contains(const std::array<std::string_view, n>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

constexpr size_t kLongestWord = 24;  // Longer values are in none of the lists.

// "0", "000", "0.0", and the id of zeros that some databases fill in: no digit or letter but zero.
bool is_zero(std::string_view text) {
  bool zero = false;
  for (const char c : text) {
    if (c == '0') {
      zero = true;
    } else if (c != '.' && c != ',' && c != '-' && c != '+') {
      return false;
    }
  }
  return zero;
}

bool names_nobody(std::string_view trimmed) {
  if (trimmed.empty() || is_zero(trimmed)) return true;
  return trimmed.size() <= kLongestWord && contains(kNobody, lower_ascii(trimmed));
}

std::string phone_digits(std::string_view text) {
  std::string digits;
  bool extension = false;  // "ext 4", "x4", "#4" after a number.
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && extension) return {};  // A line that many share.
    if (digit) digits += c;
    if (c == '+' && digits.empty()) digits += c;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    extension = extension || (!digits.empty() && (letter || c == '#' || c == ';'));
  }
  return is_zero(digits) || digits == "+" ? std::string() : digits;
}

// As links and headers of letters write it: "mailto:ann@example.com", "Ann <ann@example.com>".
std::string_view bare_address(std::string_view text) {
  if (text.ends_with('>') && text.find('<') != std::string_view::npos) {
    const size_t first = text.rfind('<') + 1;
    text = trim(text.substr(first, text.size() - 1 - first));
  }
  constexpr std::string_view kScheme = "mailto:";
  return lower_ascii(text.substr(0, kScheme.size())) == kScheme ? trim(text.substr(kScheme.size())) : text;
}

}  // namespace

std::string_view identifier_kind_name(IdentifierKind kind) { return kKinds[static_cast<size_t>(kind)]; }

std::optional<IdentifierKind> find_identifier_kind(std::string_view name) {
  for (size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == name) return static_cast<IdentifierKind>(i);
  }
  return std::nullopt;
}

std::string format_identifier(const Identifier& identifier) {
  const bool bare = identifier.kind == IdentifierKind::kId && identifier.value.find(':') == std::string::npos;
  return bare ? identifier.value : std::string(identifier_kind_name(identifier.kind)) + ":" + identifier.value;
}

Result<Identifier> parse_identifier(std::string_view text) {
  const size_t colon = text.find(':');
  Identifier identifier;
  std::string_view value = text;
  if (colon != std::string_view::npos) {
    const auto kind = find_identifier_kind(text.substr(0, colon));
    if (!kind) {
      return Status::invalid("'" + std::string(text.substr(0, std::min<size_t>(colon, 80))) +
                                 "' is no kind of identifier; they are id, email, phone, anonymous, device, account "
                                 "(write id:... for a customer number that holds a colon)",
                             "customer");
    }
    identifier.kind = *kind;
    value = text.substr(colon + 1);
  }
  identifier.value = normalise_identifier(identifier.kind, value);
  if (identifier.value.empty()) {
    return Status::invalid("'" + std::string(text.substr(0, 80)) + "' names nobody", "customer");
  }
  return identifier;
}

std::string normalise_identifier(IdentifierKind kind, std::string_view value) {
  const std::string_view trimmed = trim(value);
  if (kind == IdentifierKind::kUnknown) return std::string(trimmed);
  if (names_nobody(trimmed)) return {};
  if (kind == IdentifierKind::kEmail) return fold_case(bare_address(trimmed));
  if (kind == IdentifierKind::kPhone) return phone_digits(trimmed);
  if (kind == IdentifierKind::kDevice && trimmed.size() <= kLongestWord &&
      contains(kGenericDevices, lower_ascii(trimmed))) {
    return {};
  }
  return std::string(trimmed);
}

bool may_be_device_number(std::string_view text) {
  const std::string_view trimmed = trim(text);
  return std::none_of(trimmed.begin(), trimmed.end(), is_blank) &&
         std::any_of(trimmed.begin(), trimmed.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         !normalise_identifier(IdentifierKind::kDevice, trimmed).empty();
}

bool is_generic_mailbox(std::string_view email) {
  const std::string_view trimmed = trim(email);
  const size_t at = trimmed.find('@');
  if (at == std::string_view::npos) return false;
  const std::string_view local = trimmed.substr(0, std::min(at, trimmed.substr(0, at).find('+')));
  return local.size() <= kLongestWord && contains(kSharedMailboxes, lower_ascii(local));
}

}  // namespace sojourn
