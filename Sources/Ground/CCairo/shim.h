#pragma once
// Cairo by its own headers. Of Pango what we call, declared here: its pkg-config file asks for
// -pthread, which the package manager refuses with a warning in every build. These declarations
// have been the same in every Pango 1.x since the release named beside them.
#include <cairo-pdf.h>
#include <cairo-svg.h>

typedef struct _PangoContext PangoContext;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _PangoFontFamily PangoFontFamily;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLanguage PangoLanguage;
typedef struct _PangoLayout PangoLayout;
typedef struct _PangoLayoutLine PangoLayoutLine;

// Units in a point; from pango-types.h, pango-font.h and pango-layout.h.
static const int ccairo_pango_scale = 1024;
static const int ccairo_pango_weight_normal = 400;
static const int ccairo_pango_weight_bold = 700;
static const int ccairo_pango_style_normal = 0;
static const int ccairo_pango_style_italic = 2;
static const int ccairo_pango_wrap_word_char = 2;

extern PangoFontMap *pango_cairo_font_map_new(void);                            // 1.10
extern void pango_cairo_font_map_set_resolution(PangoFontMap *, double);        // 1.10
extern PangoContext *pango_font_map_create_context(PangoFontMap *);             // 1.22
extern PangoFontFamily *pango_font_map_get_family(PangoFontMap *, const char *);  // 1.46
extern void pango_cairo_context_set_font_options(PangoContext *, const cairo_font_options_t *);
extern void pango_cairo_update_context(cairo_t *, PangoContext *);              // 1.10
extern void pango_cairo_show_layout_line(cairo_t *, PangoLayoutLine *);         // 1.10
extern void pango_context_set_language(PangoContext *, PangoLanguage *);
extern void pango_context_set_round_glyph_positions(PangoContext *, int);       // 1.44
extern PangoLanguage *pango_language_from_string(const char *);

extern PangoFontDescription *pango_font_description_new(void);
extern void pango_font_description_free(PangoFontDescription *);
extern void pango_font_description_set_family(PangoFontDescription *, const char *);
extern void pango_font_description_set_size(PangoFontDescription *, int);
extern void pango_font_description_set_style(PangoFontDescription *, int);
extern void pango_font_description_set_weight(PangoFontDescription *, int);

extern PangoLayout *pango_layout_new(PangoContext *);
extern void pango_layout_context_changed(PangoLayout *);
extern void pango_layout_get_size(PangoLayout *, int *, int *);
extern int pango_layout_get_line_count(PangoLayout *);
extern PangoLayoutLine *pango_layout_get_line_readonly(PangoLayout *, int);     // 1.16
extern int pango_layout_line_get_length(PangoLayoutLine *);                     // 1.50
extern int pango_layout_line_get_start_index(PangoLayoutLine *);                // 1.50
extern void pango_layout_set_auto_dir(PangoLayout *, int);                      // 1.4
extern void pango_layout_set_font_description(PangoLayout *, const PangoFontDescription *);
extern void pango_layout_set_indent(PangoLayout *, int);
extern void pango_layout_set_text(PangoLayout *, const char *, int);
extern void pango_layout_set_width(PangoLayout *, int);
extern void pango_layout_set_wrap(PangoLayout *, int);

extern void g_object_unref(void *);
