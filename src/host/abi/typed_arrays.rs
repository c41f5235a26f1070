//! Typed arrays and data views.

use super::call::prelude::*;
use super::errors::throw_with_code;

/// Node-API's numbers for element types, in the order of its enumeration.
const ELEMENT_TYPES: [ElementType; 12] = [
    ElementType::Int8,
    ElementType::Uint8,
    ElementType::Uint8Clamped,
    ElementType::Int16,
    ElementType::Uint16,
    ElementType::Int32,
    ElementType::Uint32,
    ElementType::Float32,
    ElementType::Float64,
    ElementType::BigInt64,
    ElementType::BigUint64,
    ElementType::Float16,
];

api! {
    script fn napi_create_typedarray(
        env,
        value_type: napi_typedarray_type,
        length: usize,
        arraybuffer: napi_value as Local,
        byte_offset: usize,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let engine = env.engine();
        ensure(is_any_array_buffer(env, arraybuffer.0), napi_invalid_arg)?;
        let element = ELEMENT_TYPES.get(value_type.0 as usize).ok_or(napi_invalid_arg)?;
        check_alignment(env, *element, byte_offset)?;
        let (_, available) = engine.array_buffer_memory(arraybuffer.0);
        let end = length.checked_mul(element.size()).and_then(|size| size.checked_add(byte_offset));
        if end.is_none_or(|end| end > available) {
            return Err(throw_with_code(
                env,
                ErrorKind::RangeError,
                "ERR_NAPI_INVALID_TYPEDARRAY_LENGTH",
                "Invalid typed array length",
                napi_generic_failure,
            ));
        }
        let array = engine.typed_array(*element, arraybuffer.0, byte_offset, length)?;
        result.set(env.handle(array));
        Ok(())
    }

    plain fn napi_is_typedarray(
        env, value: napi_value as Local, result: *mut bool as Out<bool>
    ) {
        result.set(env.engine().typed_array_type(value.0).is_some());
        Ok(())
    }

    plain fn napi_get_typedarray_info(
        env,
        typedarray: napi_value as Local,
        value_type: *mut napi_typedarray_type as Option<Out<napi_typedarray_type>>,
        length: *mut usize as Option<Out<usize>>,
        data: *mut *mut c_void as Option<Out<*mut c_void>>,
        arraybuffer: *mut napi_value as Option<Out<napi_value>>,
        byte_offset: *mut usize as Option<Out<usize>>,
    ) {
        let element = env.engine().typed_array_type(typedarray.0).ok_or(napi_invalid_arg)?;
        let view = env.engine().view(typedarray.0)?;
        let number = ELEMENT_TYPES.iter().position(|&candidate| candidate == element);
        set(&value_type, || napi_typedarray_type(number.unwrap_or_default() as u32));
        set(&length, || view.byte_length / element.size());
        set(&data, || view.bytes.cast());
        set(&byte_offset, || view.byte_offset);
        super::functions::keep(env, view.buffer, &arraybuffer);
        Ok(())
    }

    script fn napi_create_dataview(
        env,
        length: usize,
        arraybuffer: napi_value as Local,
        byte_offset: usize,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let engine = env.engine();
        ensure(is_any_array_buffer(env, arraybuffer.0), napi_invalid_arg)?;
        let (_, available) = engine.array_buffer_memory(arraybuffer.0);
        if length.checked_add(byte_offset).is_none_or(|end| end > available) {
            return Err(throw_with_code(
                env,
                ErrorKind::RangeError,
                "ERR_NAPI_INVALID_DATAVIEW_ARGS",
                "byte_offset + byte_length should be less than or equal to the size in bytes of \
                 the array passed in",
                napi_pending_exception,
            ));
        }
        result.set(env.handle(engine.data_view(arraybuffer.0, byte_offset, length)?));
        Ok(())
    }

    plain fn napi_is_dataview(
        env, value: napi_value as Local, result: *mut bool as Out<bool>
    ) {
        result.set(env.engine().is_data_view(value.0));
        Ok(())
    }

    plain fn napi_get_dataview_info(
        env,
        dataview: napi_value as Local,
        bytelength: *mut usize as Option<Out<usize>>,
        data: *mut *mut c_void as Option<Out<*mut c_void>>,
        arraybuffer: *mut napi_value as Option<Out<napi_value>>,
        byte_offset: *mut usize as Option<Out<usize>>,
    ) {
        ensure(env.engine().is_data_view(dataview.0), napi_invalid_arg)?;
        let view = env.engine().view(dataview.0)?;
        set(&bytelength, || view.byte_length);
        set(&data, || view.bytes.cast());
        set(&byte_offset, || view.byte_offset);
        super::functions::keep(env, view.buffer, &arraybuffer);
        Ok(())
    }
}

fn is_any_array_buffer(env: &Env, value: Value) -> bool {
    env.engine().is_array_buffer(value) || env.engine().is_shared_array_buffer(value)
}

fn check_alignment(env: &Env, element: ElementType, byte_offset: usize) -> Answer {
    if byte_offset.is_multiple_of(element.size()) {
        return Ok(());
    }
    Err(throw_with_code(
        env,
        ErrorKind::RangeError,
        "ERR_NAPI_INVALID_TYPEDARRAY_ALIGNMENT",
        &format!(
            "start offset of {} should be a multiple of {}",
            element.name(),
            element.size()
        ),
        napi_generic_failure,
    ))
}
