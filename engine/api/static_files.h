// The boards, out of the program itself: compressed as they lie there, or unpacked for those who cannot.
//
// Caching   "/assets/*" carry their content in their name: a year. All else is asked for again with its ETag (304).
// Fallback  A path of the boards' own ("/measure/nps") is index.html. Unknown "/assets/*" and whatever looks like a
//           file is 404, else an old tab would get a page where it wants a module.
// Threads   immutable.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/http_message.h"
#include "api/web_assets.h"

namespace sojourn {

// The boards run under it without an exception.
inline constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
    "'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";

class StaticFiles {
 public:
  // The bytes of the assets are borrowed.
  explicit StaticFiles(std::span<const WebAsset> assets);
  // As for GET; whoever sends the reply of HEAD leaves the body out.
  HttpReply serve(const HttpRequest& request) const;

 private:
  const WebAsset* find(const HttpRequest& request, std::string_view path) const;
  std::unordered_map<std::string_view, const WebAsset*> by_path_;
};

}  // namespace sojourn
