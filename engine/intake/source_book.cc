#include "intake/source_book.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "base/currency.h"
#include "base/encoding.h"
#include "base/limits.h"
#include "base/suggest.h"
#include "base/text.h"
#include "collect/phone.h"
#include "formats/format.h"

namespace sojourn {
namespace {

constexpr std::string_view kDocumentKind = "source";
constexpr std::string_view kTracking = "tracking";
constexpr size_t kKeyBytes = 24;
constexpr size_t kKeyIdBytes = 4;
constexpr size_t kKeyTextMax = 200;
constexpr size_t kSettingBytesMax = 4096;

Result<std::string> random_hex(size_t bytes) {
  std::array<unsigned char, kKeyBytes> random{};
  if (RAND_bytes(random.data(), static_cast<int>(bytes)) != 1) {
    return Status::unavailable("the machine gives no random numbers");
  }
  return hex({reinterpret_cast<const char*>(random.data()), bytes});
}

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return hex({reinterpret_cast<const char*>(digest.data()), size});
}

std::string opened_by(std::string_view kind, std::string_view digest) {
  return std::string(kind) + ":" + std::string(digest);
}

Status check_name(std::string_view name) {
  if (name.empty()) return Status::invalid("a source needs a name", "name");
  if (name.size() > limits::kSourceNameBytesMax) {
    return Status::invalid("is longer than " + std::to_string(limits::kSourceNameBytesMax) + " bytes", "name");
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; };
  if (std::any_of(name.begin(), name.end(), is_control)) return Status::invalid("holds control characters", "name");
  if (!is_utf8(name)) return Status::invalid("is not UTF-8", "name");
  if (trim(name) != name) return Status::invalid("has blanks at its ends", "name");
  return {};
}

Status check_format(const SourceSpec& spec) {
  if (spec.format == kTracking) {
    if (!spec.settings.empty()) return Status::invalid("sources of tracking have no settings", "settings");
    if (!spec.signing_secret.empty()) {
      return Status::invalid("SDKs sign nothing; they show a key instead", "signing_secret");
    }
    return {};
  }
  const Result<const Format*> format = find_format(spec.format);
  if (!format) {
    std::vector<std::string> names{std::string(kTracking)};
    for (const Format& each : formats()) names.push_back(each.id);
    return Status::invalid("there is no format \"" + spec.format.substr(0, 80) + "\"; sojourn formats lists them." +
                               did_you_mean(spec.format, names),
                           "format");
  }
  if (!spec.signing_secret.empty() && !(*format)->signing) {
    return Status::invalid("webhooks of " + spec.format + " are not signed; their address alone is secret",
                           "signing_secret");
  }
  for (const auto& [name, value] : spec.settings) {
    if (value.size() > kSettingBytesMax || !is_utf8(value)) {
      return Status::invalid("is too long, or not UTF-8", "settings." + name);
    }
  }
  Status status = check_settings(**format, spec.settings);
  return status.ok() ? status : std::move(status).within("settings");
}

// What a key of this kind would be for.
Status check_kind(const SourceSpec& spec, std::string_view kind) {
  if (kind != "write" && kind != "hook") return Status::invalid("a key is of kind write or hook", "kind");
  if (kind == "write") {
    if (spec.format == kTracking) return {};
    return Status::invalid("SDKs write to sources of format tracking; this one is " + spec.format, "kind");
  }
  const Result<const Format*> format = find_format(spec.format);
  if (!format || !(*format)->webhooks) {
    return Status::invalid("nothing of format " + spec.format + " arrives by webhook", "kind");
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<SourceBook>> SourceBook::open(Store& store) {
  std::unique_ptr<SourceBook> book(new SourceBook(store));
  SOJOURN_CHECK(book->load());
  return book;
}

Status SourceBook::load() {
  SOJOURN_TRY(const std::vector<Document> documents, store_.documents(kDocumentKind));
  for (const Document& document : documents) {
    SOJOURN_TRY(SourceSpec spec, parse_source(document.name, document.text));
    show(std::move(spec));
  }
  return {};
}

std::vector<SourceSpec> SourceBook::list() const {
  const std::shared_lock lock(mutex_);
  std::vector<SourceSpec> all;
  for (const auto& [name, spec] : sources_) all.push_back(*spec);
  return all;
}

Result<SourceSpec> SourceBook::find(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const auto found = sources_.find(name);
  if (found != sources_.end()) return *found->second;
  std::vector<std::string> names;
  for (const auto& [each, spec] : sources_) names.push_back(each);
  const std::string word(name.substr(0, limits::kSourceNameBytesMax));
  return Status::not_found("there is no source \"" + word + "\"." + did_you_mean(word, names));
}

Status SourceBook::put(const SourceSpec& spec) {
  SOJOURN_CHECK(check_source(spec));
  const std::lock_guard lock(changing_);
  SourceSpec whole = spec;
  whole.keys.clear();
  whole.made = now();
  if (const Result<SourceSpec> known = find(spec.name)) {
    whole.keys = known->keys;
    whole.made = known->made;
  } else if (list().size() >= limits::kSourcesMax) {
    return Status::limit("there are " + std::to_string(limits::kSourcesMax) + " sources already");
  }
  return keep(std::move(whole));
}

Status SourceBook::set_enabled(std::string_view name, bool enabled) {
  const std::lock_guard lock(changing_);
  SOJOURN_TRY(SourceSpec spec, find(name));
  spec.enabled = enabled;
  return keep(std::move(spec));
}

Result<SourceBook::NewKey> SourceBook::make_key(std::string_view source, std::string_view kind) {
  const std::lock_guard lock(changing_);
  SOJOURN_TRY(SourceSpec spec, find(source));
  SOJOURN_CHECK(check_kind(spec, kind));
  if (spec.keys.size() >= limits::kSourceKeysMax) {
    return Status::limit("a source has at most " + std::to_string(limits::kSourceKeysMax) +
                         " keys, revoked ones included; make another source");
  }
  SOJOURN_TRY(const std::string secret, random_hex(kKeyBytes));
  NewKey made;
  made.key = (kind == "write" ? "sjw_" : "sjh_") + secret;
  const auto is_taken = [&made](const SourceKey& key) { return key.id == made.id; };
  do {
    SOJOURN_TRY(made.id, random_hex(kKeyIdBytes));
  } while (std::any_of(spec.keys.begin(), spec.keys.end(), is_taken));
  spec.keys.push_back({made.id, std::string(kind), sha256_hex(made.key), now(), std::nullopt});
  SOJOURN_CHECK(keep(std::move(spec)));
  return made;
}

Status SourceBook::revoke_key(std::string_view source, std::string_view id) {
  const std::lock_guard lock(changing_);
  SOJOURN_TRY(SourceSpec spec, find(source));
  const auto key =
      std::find_if(spec.keys.begin(), spec.keys.end(), [&](const SourceKey& each) { return each.id == id; });
  if (key == spec.keys.end()) {
    return Status::not_found("source \"" + spec.name + "\" has no key \"" + std::string(id.substr(0, 40)) + "\"");
  }
  if (key->revoked) return {};
  key->revoked = now();
  return keep(std::move(spec));
}

std::shared_ptr<const SourceSpec> SourceBook::by_key(std::string_view key, std::string_view kind) const {
  if (key.empty() || key.size() > kKeyTextMax) return nullptr;
  const std::string wanted = opened_by(kind, sha256_hex(key));
  const std::shared_lock lock(mutex_);
  const auto opened = by_digest_.find(wanted);
  if (opened == by_digest_.end()) return nullptr;
  const auto found = sources_.find(opened->second);
  return found == sources_.end() ? nullptr : found->second;
}

Status SourceBook::keep(SourceSpec spec) {
  const Document document{std::string(kDocumentKind), spec.name, source_text(spec), 0};
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  show(std::move(spec));
  return {};
}

void SourceBook::show(SourceSpec spec) {
  const std::unique_lock lock(mutex_);
  for (const SourceKey& key : spec.keys) {
    if (key.revoked) {
      by_digest_.erase(opened_by(key.kind, key.digest));
    } else {
      by_digest_[opened_by(key.kind, key.digest)] = spec.name;
    }
  }
  auto& place = sources_[spec.name];
  place = std::make_shared<const SourceSpec>(std::move(spec));
}

Status check_source(const SourceSpec& spec) {
  SOJOURN_CHECK(check_name(spec.name));
  SOJOURN_CHECK(check_format(spec));
  if (const Result<Zone> zone = Zone::find(spec.zone); !zone) return Status(zone.error()).within("zone");
  if (!spec.country.empty() && !is_phone_country(spec.country)) {
    return Status::invalid("\"" + spec.country + "\" is no country; write two capitals, such as NL", "country");
  }
  if (!spec.currency.empty() && !is_currency_code(spec.currency)) {
    return Status::invalid("\"" + spec.currency + "\" is no currency; write three capitals, such as EUR", "currency");
  }
  if (spec.signing_secret.size() > kSettingBytesMax || !is_utf8(spec.signing_secret)) {
    return Status::invalid("is too long, or not UTF-8", "signing_secret");
  }
  return {};
}

Result<WriterOptions> writer_options(const SourceSpec& spec) {
  SOJOURN_TRY(Zone zone, Zone::find(spec.zone));
  return WriterOptions{std::move(zone), spec.country, spec.currency};
}

}  // namespace sojourn
