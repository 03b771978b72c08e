#include "api/known_browsers.h"

#include <algorithm>

#include "access/secret.h"
#include "api/json_body.h"

namespace sojourn {
namespace {

constexpr const char* kKind = "known_browsers";

}  // namespace

Status KnownBrowsers::load() {
  if (loaded_) return {};
  SOJOURN_TRY(const std::vector<Document> documents, store_.documents(kKind));
  for (const Document& document : documents) {
    const Json json = Json::parse(document.text, nullptr, false);
    if (!json.is_array()) continue;  // Whoever is not known here only waits as strangers do.
    for (const Json& each : json) {
      if (each.is_string()) hashes_[document.name].push_back(each.get<std::string>());
    }
  }
  loaded_ = true;
  return {};
}

std::string KnownBrowsers::name(const std::string& account, const std::optional<std::string>& secret) {
  if (!secret || secret->empty()) return {};
  const std::string hash = secret_hash(*secret);
  const std::lock_guard lock(mutex_);
  if (!load().ok()) return {};
  const auto known = hashes_.find(account);
  if (known == hashes_.end() || std::ranges::find(known->second, hash) == known->second.end()) return {};
  return hash;
}

Status KnownBrowsers::remember(const std::string& account, const std::string& secret) {
  const std::lock_guard lock(mutex_);
  SOJOURN_CHECK(load());
  std::vector<std::string>& known = hashes_[account];
  known.push_back(secret_hash(secret));
  if (known.size() > kBrowsersMost) known.erase(known.begin());
  const Document document{kKind, account, json_text(Json(known))};
  return store_.put_documents({&document, 1});
}

Status KnownBrowsers::forget(const std::string& account) {
  const std::lock_guard lock(mutex_);
  SOJOURN_CHECK(load());
  if (hashes_.erase(account) == 0) return {};
  const Status removed = store_.remove_document(kKind, account);
  return removed.code() == StatusCode::kNotFound ? Status() : removed;
}

}  // namespace sojourn
