/* A library that exports a function of Node-API, as another host in the process would. */
int napi_create_object(void *env, void **result) { return 9; }
