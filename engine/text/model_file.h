// What all files of models have in common: a name of the kind, who made it from what under which licence, the body, and a
// checksum over all before it. Little-endian. Errors: kCorruption that names the byte.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"

namespace sojourn {

struct ModelOrigin {
  std::string version;  // Of the model, e.g. "2026-11-22".
  std::string source;
  std::string licence;
};

// `kind`: 8 characters, e.g. "SJLANG02".
ByteWriter begin_model_file(std::string_view kind, const ModelOrigin& origin);
std::string end_model_file(ByteWriter writer);

struct OpenedModel {
  ModelOrigin origin;
  ByteReader body;
  uint64_t checksum = 0;
};
// `bytes` is borrowed by the reader; `name` stands in errors.
Result<OpenedModel> open_model_file(std::string_view bytes, std::string_view kind, std::string_view name);
// "9f3a...": 16 letters.
std::string checksum_text(uint64_t checksum);

}  // namespace sojourn
