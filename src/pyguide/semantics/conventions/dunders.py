"""The names between double underscores that mean something to Python or to a well-known library."""

from __future__ import annotations

_LANGUAGE = """
abs add aenter aexit aiter and anext annotate await bool buffer bytes call ceil class_getitem
classcell complex contains del delattr delete delitem dir divmod enter eq exit float floor floordiv
format fspath ge get getattr getattribute getitem gt hash iadd iand ifloordiv ilshift imatmul imod
imul index init init_subclass instancecheck int invert ior ipow irshift isub iter itruediv ixor le
len length_hint lshift lt matmul missing mod mro_entries mul ne neg new next or pos pow prepare radd
rand rdivmod release_buffer repr reversed rfloordiv rlshift rmatmul rmod rmul ror round rpow rrshift
rshift rsub rtruediv rxor set set_name setattr setitem setstate str sub subclasscheck
subclasshook subclasses truediv trunc xor
copy deepcopy getinitargs getnewargs getnewargs_ex getstate reduce reduce_ex replace sizeof
post_init conform import signature wrapped objclass
text_signature mro cause context traceback notes code name qualname module doc dict weakref slots
class bases base func self annotations defaults kwdefaults closure globals builtins type_params
value origin args parameters constraints bound covariant contravariant members
isabstractmethod typing_subst typing_prepare_subst typing_unpacked_tuple_args
typing_is_unpacked_typevartuple
newobj newobj_ex tp_del warningregistry
"""

_LIBRARIES = """
array array_finalize array_function array_interface array_namespace array_prepare array_priority
array_struct array_ufunc array_wrap cuda_array_interface dlpack dlpack_device jax_array
torch_function torch_dispatch tensor_flatten tensor_unflatten
arrow_array arrow_c_array arrow_c_device_array arrow_c_schema arrow_c_stream arrow_ext_deserialize
arrow_ext_serialize arrow_ext_class arrow_ext_scalar_class from_arrow dataframe
dataframe_consortium_standard dataframe_namespace column_consortium_standard pandas_priority
narwhals_dataframe narwhals_lazyframe narwhals_series narwhals_namespace
dask_graph dask_keys dask_layers dask_optimize dask_postcompute dask_postpersist dask_scheduler
dask_tokenize sklearn_clone sklearn_is_fitted sklearn_tags geo_interface
attrs_init attrs_post_init attrs_pre_init attrs_init_subclass
get_validators get_pydantic_core_schema get_pydantic_json_schema modify_schema
pydantic_init_subclass pydantic_on_complete
clause_element declare_first declare_last mapper_cls table_cls sa_operate
html html_format json jsonable rich rich_console rich_measure rich_repr pretty repr_html
pt_container pt_formatted_text tracebackhide
adapt provides
virtual virtual_aliases proxyenabled
bobo_traverse before_publishing_traverse browser_default class_init of
"""


def _spelled(words: str) -> frozenset[str]:
    return frozenset(f"__{word}__" for word in words.split())


KNOWN = _spelled(_LANGUAGE) | _spelled(_LIBRARIES)
"""Names that a method or a module's function may have: somebody calls it by this name."""

OLD = _spelled(
    "cmp coerce delslice div getslice hex idiv long metaclass nonzero oct rcmp rdiv setslice "
    "unicode"
)
"""Names that meant something to Python 2 alone."""

__all__ = ["KNOWN", "OLD"]
