#include "api/write_key.h"

#include <array>

#include "api/authorization.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 6> kQueryNames{"writeKey", "api_key", "token", "key", "aid", "write_key"};

void offer(std::vector<std::string>& keys, std::string key) {
  if (!key.empty()) keys.push_back(std::move(key));
}

void offer_authorization(const HttpRequest& request, std::vector<std::string>& keys) {
  const std::string* header = request.header("Authorization");
  const std::optional<Authorization> found = header == nullptr ? std::nullopt : parse_authorization(*header);
  if (!found) return;
  if (found->decoded) {
    const size_t colon = found->decoded->find(':');
    offer(keys, found->decoded->substr(0, colon));
    if (colon != std::string::npos) offer(keys, found->decoded->substr(colon + 1));
  }
  offer(keys, found->word);  // Bearer, or a Basic that nobody encoded.
}

}  // namespace

std::vector<std::string> keys_offered(const HttpRequest& request) {
  std::vector<std::string> keys;
  offer_authorization(request, keys);
  for (const std::string_view name : kQueryNames) {
    for (const auto& [each, value] : request.query) {
      if (each == name) offer(keys, value);
    }
  }
  return keys;
}

OpenedSource open_source(const SourceBook& book, const std::vector<std::string>& keys, std::string_view kind) {
  for (const std::string& key : keys) {
    std::shared_ptr<const SourceSpec> source = book.by_key(key, kind);
    if (source == nullptr) continue;
    if (source->enabled) return source;
    return Problem{404, "not_found", "this source is disabled", "key"};
  }
  return Problem{401, "unauthorized", keys.empty() ? "a key of a source is needed" : "no source has this key", "key"};
}

}  // namespace sojourn
