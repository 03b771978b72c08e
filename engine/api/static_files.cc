#include "api/static_files.h"

#include "api/compression.h"
#include "api/negotiation.h"
#include "api/problem.h"

namespace sojourn {
namespace {

constexpr size_t kAssetBytesMax = 64 * 1024 * 1024;

std::string_view header_of(const HttpRequest& request, std::string_view name) {
  const std::string* value = request.header(name);
  return value == nullptr ? std::string_view() : std::string_view(*value);
}

}  // namespace

StaticFiles::StaticFiles(std::span<const WebAsset> assets) {
  for (const WebAsset& asset : assets) by_path_.emplace(asset.path, &asset);
}

const WebAsset* StaticFiles::find(const HttpRequest& request, std::string_view path) const {
  const auto found = by_path_.find(path == "/" ? std::string_view("/index.html") : path);
  if (found != by_path_.end()) return found->second;
  if (path.starts_with("/assets/") || path == "/v1" || path.starts_with("/v1/")) return nullptr;
  // An address may hold a dot of its own ("/customer/email:a@example.com"): one who navigates there wants the page.
  const bool like_file = path.find('.') != std::string_view::npos;
  if (like_file && !names_media(header_of(request, "Accept"), "text/html")) return nullptr;
  const auto index = by_path_.find("/index.html");
  return index == by_path_.end() ? nullptr : index->second;
}

HttpReply StaticFiles::serve(const HttpRequest& request) const {
  const Result<std::string> path = percent_decode(request.path, false);
  const WebAsset* asset = path.has_value() ? find(request, *path) : nullptr;
  if (asset == nullptr) {
    return problem_reply({404, "not_found", "there is nothing at " + request.path, "path"}, request.request_id);
  }
  const bool packed = accepts_gzip(header_of(request, "Accept-Encoding"));
  HttpReply reply;
  // The tag is strong for the compressed bytes; what is unpacked from them is only equivalent.
  reply.headers.emplace_back("ETag", (packed ? "" : "W/") + std::string(asset->etag));
  reply.headers.emplace_back("Vary",
                             asset->type.starts_with("text/html") ? "Accept, Accept-Encoding" : "Accept-Encoding");
  reply.headers.emplace_back("Cache-Control", asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  reply.headers.emplace_back("Content-Security-Policy", kContentSecurityPolicy);
  reply.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  reply.headers.emplace_back("Cross-Origin-Embedder-Policy", "require-corp");
  if (matches_etag(header_of(request, "If-None-Match"), asset->etag)) {
    reply.status = 304;
    return reply;
  }
  reply.type = asset->type;
  if (packed) {
    reply.body = asset->gzip;
    return std::move(reply).with("Content-Encoding", "gzip");
  }
  Result<std::string> body = gunzip(asset->gzip, kAssetBytesMax);
  if (!body.has_value()) return problem_reply(problem_of(body.error()), request.request_id);
  reply.body = std::move(body).value();
  return reply;
}

}  // namespace sojourn
