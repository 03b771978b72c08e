# The models and lexicons of engine/text/data live in the program.
enable_language(ASM)

function(sojourn_embed_text)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/engine/text/data/*.model"
       "${CMAKE_SOURCE_DIR}/engine/text/data/*.lexicon" "${CMAKE_SOURCE_DIR}/engine/text/data/*.meaning"
       "${CMAKE_SOURCE_DIR}/engine/text/data/*.words" "${CMAKE_SOURCE_DIR}/engine/text/data/*.names"
       "${CMAKE_SOURCE_DIR}/engine/text/data/*.sentences" "${CMAKE_SOURCE_DIR}/engine/text/data/*.emotions")
  set(out "${CMAKE_BINARY_DIR}/text_data")
  add_custom_command(OUTPUT "${out}.S" "${out}.cc"
    COMMAND python3 "${CMAKE_SOURCE_DIR}/tools/text_embed.py" "${out}.S" "${out}.cc" ${files}
    DEPENDS ${files} "${CMAKE_SOURCE_DIR}/tools/text_embed.py"
    COMMENT "Embedding models and lexicons")
  target_sources(sojourn_text PRIVATE "${out}.S" "${out}.cc")
  target_include_directories(sojourn_text PRIVATE "${CMAKE_SOURCE_DIR}/engine")
endfunction()
