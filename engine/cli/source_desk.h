// Where sources and keys are set: in the data folder, or over HTTP at the server that holds it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "intake/source_book.h"

namespace sojourn {

class SourceDesk {
 public:
  virtual ~SourceDesk() = default;
  virtual Result<std::vector<SourceSpec>> list() = 0;
  // Digests of keys may be absent; the secret is not told, but whether there is one: then it is kHiddenSecret.
  virtual Result<SourceSpec> find(const std::string& name) = 0;
  // `secret`: empty keeps what there is; spec.signing_secret is passed over.
  virtual Status put(const SourceSpec& spec, const std::optional<std::string>& secret) = 0;
  // `kind` "" : what the format of the source takes.
  virtual Result<SourceBook::NewKey> make_key(const std::string& source, const std::string& kind) = 0;
  virtual Status revoke_key(const std::string& source, const std::string& id) = 0;
};

inline constexpr const char* kHiddenSecret = "(set)";

// `create`: make the folder when it is missing. Errors: those of Store::open, but for a server that can be asked.
Result<std::unique_ptr<SourceDesk>> open_source_desk(const std::string& folder, const std::string& owner, bool create);

}  // namespace sojourn
