// The boards as they were built: compressed files inside the program. Made by tools/embed_web.py, linked by apps/.
#pragma once

#include <span>
#include <string_view>

namespace sojourn {

struct WebAsset {
  std::string_view path;   // "/index.html", "/assets/app-1a2b.js"
  std::string_view type;   // Content-Type.
  std::string_view etag;   // With its quotes.
  std::string_view gzip;   // The body, gzip-compressed.
  bool immutable = false;  // The name changes with the content: may be kept for a year.
};

std::span<const WebAsset> web_assets();

}  // namespace sojourn
