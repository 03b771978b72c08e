#include "text/model_file.h"

#include "base/hash.h"

namespace sojourn {

ByteWriter begin_model_file(std::string_view kind, const ModelOrigin& origin) {
  ByteWriter writer;
  writer.raw(kind.data(), kind.size());
  writer.text(origin.version);
  writer.text(origin.source);
  writer.text(origin.licence);
  return writer;
}

std::string end_model_file(ByteWriter writer) {
  const uint64_t checksum = hash64(writer.bytes());
  writer.u64(checksum);
  return writer.take();
}

Result<OpenedModel> open_model_file(std::string_view bytes, std::string_view kind, std::string_view name) {
  if (bytes.size() < kind.size() + 8 || bytes.substr(0, kind.size()) != kind) {
    return Status::corruption("this is no model of the kind " + std::string(kind) + "; train it anew",
                              std::string(name));
  }
  ByteReader last(bytes.substr(bytes.size() - 8), name);
  SOJOURN_TRY(const uint64_t checksum, last.u64());
  bytes.remove_suffix(8);
  if (hash64(bytes) != checksum) {
    return Status::corruption("the checksum does not fit: the file was cut or changed; train it anew",
                              std::string(name));
  }
  OpenedModel opened{{}, ByteReader(bytes.substr(kind.size()), name), checksum};
  SOJOURN_TRY(opened.origin.version, opened.body.text());
  SOJOURN_TRY(opened.origin.source, opened.body.text());
  SOJOURN_TRY(opened.origin.licence, opened.body.text());
  return opened;
}

std::string checksum_text(uint64_t checksum) {
  std::string text(16, '0');
  for (size_t i = 16; i-- > 0; checksum >>= 4) text[i] = "0123456789abcdef"[checksum & 15];
  return text;
}

}  // namespace sojourn
