// The name of a reject, so that the same one is stored once however often its file is read.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"
#include "event/event.h"

namespace sojourn {

inline EventKey reject_key(std::string_view source, std::string_view file, uint64_t line, std::string_view field,
                           std::string_view reason, std::string_view raw) {
  ByteWriter out;
  for (const std::string_view text : {source, file, field, reason, raw}) out.text(text);
  out.u64(line);
  const Hash128 hash = hash128(out.bytes());
  return {hash.low, hash.high};
}

}  // namespace sojourn
