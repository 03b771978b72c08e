#include "intake/map_book.h"

#include <algorithm>

#include "base/limits.h"
#include "base/suggest.h"
#include "base/text.h"
#include "collect/map.h"

namespace sojourn {
namespace {

constexpr std::string_view kDocumentKind = "map";

// A name must not be taken for a file's, and must stand in an address.
Status check_name(std::string_view name) {
  if (name.empty() || name.size() > limits::kSourceNameBytesMax) {
    return Status::invalid("a name of 1 to " + std::to_string(limits::kSourceNameBytesMax) + " bytes is needed",
                           "name");
  }
  for (const char c : name) {
    if (static_cast<unsigned char>(c) >= ' ' && c != 0x7F && c != '/' && c != '\\') continue;
    return Status::invalid("a name has no slashes and no control characters", "name");
  }
  return trim(name).size() == name.size() ? Status() : Status::invalid("a name has no blanks at its ends", "name");
}

SavedMap of_document(const Document& document) {
  SavedMap saved{document.name, "", document.text, document.changed_at};
  // One that is read no more is shown all the same, so that it can be mended.
  if (const Result<Map> map = parse_map(document.text, document.name)) saved.source = map->source;
  return saved;
}

}  // namespace

Status check_map_bytes(uint64_t bytes) {
  if (bytes <= kMapBytesMax) return {};
  return Status::limit("a map may have " + std::to_string(kMapBytesMax / 1024) + " KiB");
}

Result<std::vector<SavedMap>> MapBook::list() const {
  SOJOURN_TRY(const std::vector<Document> documents, store_.documents(kDocumentKind));
  std::vector<SavedMap> all;
  for (const Document& document : documents) all.push_back(of_document(document));
  return all;
}

Result<SavedMap> MapBook::find(std::string_view name) const {
  SOJOURN_TRY(const std::vector<Document> documents, store_.documents(kDocumentKind));
  std::vector<std::string> names;
  for (const Document& document : documents) {
    if (document.name == name) return of_document(document);
    names.push_back(document.name);
  }
  return Status::not_found(
      "there is no saved map \"" + std::string(name.substr(0, 80)) + "\"." + did_you_mean(name, names), "map");
}

Result<SavedMap> MapBook::put(std::string_view name, std::string_view toml) {
  SOJOURN_CHECK(check_name(name));
  if (Status size = check_map_bytes(toml.size()); !size.ok()) return std::move(size).within(name);
  SOJOURN_CHECK(parse_map(toml, std::string(name)).status());
  SOJOURN_TRY(const std::vector<Document> documents, store_.documents(kDocumentKind));
  const bool known = std::any_of(documents.begin(), documents.end(),
                                 [name](const Document& document) { return document.name == name; });
  if (!known && documents.size() >= kMapsMax) {
    return Status::limit("there are " + std::to_string(kMapsMax) + " saved maps already; remove one");
  }
  const Document document{std::string(kDocumentKind), std::string(name), std::string(toml)};
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  return find(name);
}

Result<SavedMap> MapBook::remove(std::string_view name) {
  SOJOURN_TRY(SavedMap saved, find(name));
  SOJOURN_CHECK(store_.remove_document(kDocumentKind, name));
  return saved;
}

}  // namespace sojourn
