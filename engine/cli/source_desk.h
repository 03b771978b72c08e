// Sources and keys, asked over the API (api_desk.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/api_desk.h"
#include "intake/source_book.h"

namespace sojourn {

class SourceDesk {
 public:
  // `create`: make the folder when it is missing. Errors: those of open_api_desk().
  static Result<SourceDesk> open(const std::string& folder, const std::string& owner, bool create);

  Result<std::vector<SourceSpec>> list();
  // Without the digests of keys; the secret is not told, but whether there is one: then it is kHiddenSecret.
  Result<SourceSpec> find(const std::string& name);
  // `secret`: empty keeps what there is; spec.signing_secret is passed over.
  Status put(const SourceSpec& spec, const std::optional<std::string>& secret);
  // `kind` "" : what the format of the source takes.
  Result<SourceBook::NewKey> make_key(const std::string& source, const std::string& kind);
  Status revoke_key(const std::string& source, const std::string& id);

 private:
  explicit SourceDesk(std::unique_ptr<ApiDesk> api) : api_(std::move(api)) {}

  std::unique_ptr<ApiDesk> api_;
};

inline constexpr const char* kHiddenSecret = "(set)";

}  // namespace sojourn
