// What the client will take: Accept, Accept-Encoding, If-None-Match (RFC 9110).
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sojourn {

// Index of the offer that the header likes best; ties go to the earlier offer. Without a header, or when nothing fits,
// the first: an answer in another form is of more use than none. Parameters other than q are ignored.
size_t choose_media(std::string_view accept, std::span<const std::string_view> offers);
// Does the header name the media type itself, not by a wildcard?
bool names_media(std::string_view accept, std::string_view type);

bool accepts_gzip(std::string_view accept_encoding);

// Weak comparison of an entity tag (with quotes, W/ or not) with a list, or with *.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace sojourn
